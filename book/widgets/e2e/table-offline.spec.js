import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("what_is_sent_offline_is_dropped_by_one_and_kept_by_the_other", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-offline.html`);
  const row = table.row("offline");
  await row.run("Cut the line for 3 s, and send");
  await expect(row.websocket).toHaveText("0 of 5 arrived");
  await expect(row.socketIo).toHaveText(/^5 of 5 arrived, \d+\.\d s late$/);
  const cells = (/** @type {string} */ line) =>
    row.inside.locator("tr", { has: page.getByRole("rowheader", { name: line }) }).locator("td");
  await expect(cells("5 volatile, after a failed attempt")).toHaveText(["–", "0 of 5 arrived"]);
  // The client of 4.8 drops a volatile event by its transport, and the lost one still counts as writable.
  await expect(cells("5 volatile, just after the cut")).toHaveText(["–", "5 of 5 arrived"]);
  await expect(cells("3 said by Bo")).toHaveText(["0 of 3 arrived", "0 of 3 arrived"]);
  await expect(cells("The page was told")).toHaveText([
    "by send(): 0 of 5 errors. While connecting: InvalidStateError",
    "no error; sendBuffer held 6 (“join” and 5 more)",
  ]);
  // What the server sent to Bo: his own three, Ada's five, and the five volatile ones that were kept.
  const bo = await table.seen("Bo, Socket.IO");
  expect(bo.got("socket_io").filter((summary) => summary.includes("said"))).toHaveLength(13);
  expect((await table.seen("Ada, Socket.IO")).connections).toBeGreaterThan(1);
});
