import { expect, test } from "./fixtures.js";
import { BackpressureBench } from "./pages/backpressure.js";

/** Measured with Chromium: what the kernels hold is full sooner with large messages. */
const FLOOD = { "Server makes": "1,000 a second", "Bytes of each": "4,000 bytes" };

/** @param {import("@playwright/test").Page} page @param {string} url @param {Record<string, string>} settings */
async function open(page, url, settings) {
  const hose = new BackpressureBench(page);
  await hose.open(`${url}/backpressure.html`);
  for (const [label, words] of Object.entries(settings)) await hose.set(label, words);
  return hose;
}

test("a_tab_that_keeps_up_gets_every_number_and_nothing_waits", async ({ page, playground }) => {
  const hose = await open(page, playground.url, { "Server makes": "1,000 a second" });
  await hose.turnOn();
  await expect.poll(async () => (await hose.sums()).sent).toBeGreaterThan(500);
  await expect(hose.figure("Numbers that never came")).toHaveText("none");
  expect((await hose.sums()).dropped).toBe(0);
  await hose.turnOff();
  await expect(hose.rows("note").first()).toHaveText(/^\d+ arrived, .*never came: none$/);
});

test("a_busy_handler_makes_the_browser_stop_reading_and_the_server_learns_of_it_late", async ({
  page,
  playground,
}) => {
  const hose = await open(page, playground.url, {
    ...FLOOD,
    "This tab": "works 5 ms in its handler",
    "When that is full": "drop the oldest",
  });
  await hose.turnOn();
  // Buffers that nobody sees fill first, and only then the queue.
  await expect
    .poll(async () => (await hose.sums()).dropped, { timeout: 15_000 })
    .toBeGreaterThan(0);
  expect(await hose.waiting("line")).toBeGreaterThan(100);
  expect(await hose.waiting("client")).toBe(0);
});

test("a_handler_that_returns_at_once_hides_that_the_tab_is_slow", async ({ page, playground }) => {
  const hose = await open(page, playground.url, {
    "Server makes": "1,000 a second",
    "This tab": "puts it on a list, works 5 ms later",
  });
  await hose.turnOn();
  await expect.poll(() => hose.waiting("client"), { timeout: 15_000 }).toBeGreaterThan(500);
  expect((await hose.sums()).queued).toBeLessThan(100);
  await expect(hose.figure("Numbers that never came")).toHaveText("none");
});
