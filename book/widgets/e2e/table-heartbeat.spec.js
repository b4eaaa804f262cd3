import { expect, test as base } from "./fixtures.js";
import { writeFixtureBook } from "./fixture-book/pages.js";
import { TableBench } from "./pages/table.js";
import { startPlayground } from "./servers.js";

/** A playground whose heart beats fast: the default is a beat in 25 s. */
const test = base.extend(
  /** @type {any} */ ({
    playground: [
      // eslint-disable-next-line no-empty-pattern
      async ({}, /** @type {(server: import("./servers.js").Server) => Promise<void>} */ use) => {
        const book = writeFixtureBook("http://localhost:4000");
        const server = await startPlayground({
          book: book.dir,
          args: ["--socketio-ping-interval", "0.4", "--socketio-ping-timeout", "20"],
        });
        await use(server);
        await server.stop();
        book.remove();
      },
      { scope: "worker" },
    ],
  }),
);

test("the_page_sees_one_heartbeat_and_the_wire_both", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-heartbeat.html`);
  const row = table.row("heartbeat");
  await row.run("Wait for a heartbeat on each side");
  await expect(row.websocket).toHaveText(/^1 Ping, answered in [\d.]+ m?s, unseen by the page$/);
  // A packet of one character each way: 2 bytes of head, and 4 of mask up.
  await expect(row.socketIo).toHaveText(/^“ping” after [\d.]+ m?s; 3 bytes down, 7 up$/);
  const cells = row.inside
    .locator("tr", { has: page.getByRole("rowheader", { name: "How often" }) })
    .locator("td");
  await expect(cells.nth(1)).toHaveText("every 400 ms, says the handshake");
  const limit = row.inside.getByText("by the client,");
  await expect(limit).toHaveText("by the client, after 20.4 s without a ping (400 ms and 20.0 s)");
  const raw = await table.seen("WebSocket");
  expect(raw.got("frame").filter((summary) => summary.startsWith("ping"))).toEqual([
    "ping, 2 bytes",
  ]);
});
