import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

/** "38 arrived, 10 late, 2 lost, 0 doubled" @param {string | null} words */
function counts(words) {
  const [arrived = 0, late = 0, lost = 0, doubled = 0] =
    (words ?? "").match(/\d+/g)?.map(Number) ?? [];
  return { arrived, late, lost, doubled };
}

/** How many numbers the server told somebody. @param {string[]} summaries */
const told = (summaries) => summaries.filter((text) => text.includes("said")).length;

test("what_a_cut_costs_is_counted_in_both_directions", async ({ page, playground }) => {
  test.setTimeout(120_000);
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-delivery.html`);
  const row = table.row("delivery");
  await row.run("Send 1 to 50, both ways", 90_000);
  const lanes = row.inside.locator(".delivery-lane");
  await expect(lanes).toHaveCount(7);
  const all = (await lanes.locator(".delivery-counts").allTextContents()).map(counts);
  for (const { arrived, late, lost, doubled } of all)
    expect(arrived + late + lost + doubled).toBe(50);
  const [rawUp, ioUp, retriesUp, rawDown, ioDown, numbered, recorded] = all;
  // For one second every new connection is cut: what is sent meanwhile finds no line.
  expect(rawUp?.lost).toBeGreaterThan(0);
  expect(rawUp?.late).toBe(0);
  expect(ioUp?.late).toBeGreaterThan(0);
  expect(ioUp?.lost).toBeLessThan(Number(rawUp?.lost));
  expect(retriesUp?.lost).toBe(0);
  expect(retriesUp?.late).toBeGreaterThan(0);
  expect(rawDown?.lost).toBeGreaterThan(0);
  expect(ioDown?.lost).toBeGreaterThan(0);
  expect(ioDown?.late).toBe(0);
  expect(numbered?.lost).toBe(0);
  expect(numbered?.late).toBeGreaterThan(0);
  expect(recorded?.lost).toBe(0);
  await expect(lanes.last()).toContainText(
    /Recorded on \d{4}-\d\d-\d\d, not live: socket\.io 4\.8/,
  );
  await expect(row.socketIo).toContainText("with retries 0 lost");

  // The wire of who listened: what the server sent there, and the number 0 at the end.
  const listener = await table.seen("Socket.IO, up, the other end");
  expect(told(listener.got("socket_io"))).toBe(50 - Number(ioUp?.lost) + 1);
  const retried = await table.seen("Socket.IO with retries, up, the other end");
  expect(told(retried.got("socket_io"))).toBeGreaterThanOrEqual(51);
  const away = await table.seen("Socket.IO, down");
  expect(told(away.got("socket_io"))).toBe(50 - Number(ioDown?.lost) + 1);
  expect(away.connections).toBeGreaterThan(1);
});
