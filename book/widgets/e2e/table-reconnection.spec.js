import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("raw_stays_dead_and_socket_io_returns_with_its_backoff_in_view", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-reconnection.html`);
  const row = table.row("reconnection");
  await row.run("Cut both");
  await expect(row.websocket).toHaveText("closed with 1006, stays closed");
  await expect(row.socketIo).toHaveText(/^back after \d+\.\d s, \d attempts?$/);
  const attempts = Number(/(\d) attempt/.exec((await row.socketIo.textContent()) ?? "")?.[1]);
  const tries = table.rows("note").filter({ hasText: /attempt \d, after a wait of \d\.\d s/ });
  await expect(tries).toHaveCount(attempts);
  await expect(row.inside.locator(".strip-line [data-kind=attempt]")).toHaveCount(attempts);
  // Its default settings: 1 s, more or less a half, and twice as long after each failure, up to 5 s.
  for (const [at, words] of (await tries.allTextContents()).entries()) {
    const waited = Number(/wait of (\d\.\d) s/.exec(words)?.[1]);
    expect(waited).toBeGreaterThanOrEqual(Math.min(5, 2 ** at) * 0.5);
  }
  // The wire saw one handshake of the raw one, ever.
  expect((await table.counts("WebSocket")).requests).toBe(1);
  expect((await table.counts("Socket.IO")).requests).toBeGreaterThan(4);
});

test("with_the_lines_of_the_listing_raw_returns_too", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-reconnection.html`);
  const row = table.row("reconnection");
  await row.open();
  const words = await row.inside.locator(".table-listing-size").textContent();
  const lines = Number(/^(\d+) lines of code/.exec(words ?? "")?.[1]);
  await row.run(`Add the ${lines} lines, cut again`);
  await expect(row.websocket).toHaveText(
    new RegExp(`^with ${lines} lines back after \\d+\\.\\d s, \\d+ attempts?$`),
  );
  expect((await table.counts("WebSocket")).requests).toBeGreaterThan(1);
  await row.inside.getByText("The lines that make a WebSocket return").click();
  await expect(row.inside.locator("code")).toContainText("export function reconnecting(");
});
