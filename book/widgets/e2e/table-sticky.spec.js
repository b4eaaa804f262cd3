import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("all_requests_of_a_polling_session_name_it_and_a_stranger_is_refused", async ({
  page,
  playground,
}) => {
  /** Requests of the session, as the browser sent them. @type {URL[]} */
  const polls = [];
  page.on("request", (request) => {
    if (request.url().includes("transport=polling")) polls.push(new URL(request.url()));
  });
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-sticky.html`);
  const row = table.row("sticky");
  await row.run("Send 3 messages");
  const withId = polls.filter(({ searchParams }) => searchParams.has("sid"));
  // The last one is for the server that does not know the session.
  const [all, known] = [polls.length - 1, withId.length - 1];
  expect(known).toBe(all - 1);
  await expect(row.websocket).toHaveText("1 request, no session id");
  await expect(row.socketIo).toHaveText(
    `polling: ${all} requests, ${known} with the session id; elsewhere 400`,
  );
  const ids = new Set(withId.map(({ searchParams }) => searchParams.get("sid")));
  expect(ids.size).toBe(2);
  await expect(row.line("A server that does not know the session: GET")).toHaveText([
    "one that it never gave out",
    '400 {"code":1,"message":"Session ID unknown"}',
  ]);
});
