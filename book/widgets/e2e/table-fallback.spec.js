import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("where_websocket_is_blocked_socket_io_goes_on_over_polling", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-fallback.html`);
  const row = table.row("fallback");
  await row.run("Block WebSocket for me");
  await expect(row.websocket).toHaveText("fails: close 1006, for a 426 Upgrade Required");
  await expect(row.socketIo).toHaveText(/^connected, answer in [\d.]+ m?s, over polling$/);
  await expect(row.inside.locator(".outcome-table tbody td:last-child")).toHaveText([
    "none",
    "polling",
    "none",
    "none",
    "polling",
  ]);
  expect((await table.seen("WebSocket")).got("response_head")).toEqual(["426 Upgrade Required"]);
});

test("with_nothing_blocked_polling_comes_first_and_the_upgrade_after", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-fallback.html`);
  const row = table.row("fallback");
  await row.run("Block nothing, watch the order");
  await expect(row.said).toHaveText("It ended on websocket.");
  const notes = await row.inside.locator("[role=log] .bench-text").allTextContents();
  const order = ["session begun over polling", "“open” over polling", "“upgrading” to websocket"];
  const places = [...order, "“upgrade”: now over websocket"].map((words) =>
    notes.findIndex((note) => note.startsWith(words)),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect((await table.seen("Socket.IO")).got("response_head")).toContain("101 Switching Protocols");
});
