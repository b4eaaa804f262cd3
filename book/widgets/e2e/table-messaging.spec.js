import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages.js";

test("one_message_there_and_back_is_timed_and_counted", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-messaging.html`);
  const row = table.row("messaging");
  await row.run("Send one message");
  // A masked frame with 5 bytes there, an unmasked one back.
  await expect(row.websocket).toHaveText(/^\d+\.\d ms, 18 bytes$/);
  await expect(row.socketIo).toHaveText(/^\d+\.\d ms, \d+ bytes$/);
});
