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

test("on_a_slow_line_waiting_loses_nothing_and_dropping_leaves_holes", async ({
  page,
  playground,
}) => {
  const hose = await open(page, playground.url, {
    "Server makes": "1,000 a second",
    "Its queue holds": "10 messages",
    "Line to this tab": "20 kB/s",
  });
  await hose.turnOn();
  await expect(hose.sum).toContainText("who makes them waits");
  expect((await hose.sums()).dropped).toBe(0);
  await hose.set("When that is full", "drop the oldest");
  await expect.poll(async () => (await hose.sums()).dropped).toBeGreaterThan(100);
  await hose.set("Line to this tab", "as it is");
  await expect(hose.figure("Numbers that never came")).toHaveText(/\d+ to \d+/);
});

test("a_reader_that_is_too_slow_is_closed_with_1013", async ({ page, playground }) => {
  const hose = await open(page, playground.url, {
    "Its queue holds": "10 messages",
    "Line to this tab": "100 kB/s",
    "When that is full": "disconnect (1013)",
  });
  await hose.turnOn();
  await hose.hasStatus("closed", 10_000);
  await expect(hose.rows("note").last()).toContainText("Closed: code 1013 (try again later)");
});

test("the_page_that_waits_for_room_holds_little_and_the_one_that_does_not_holds_all", async ({
  page,
  playground,
}) => {
  const hose = await open(page, playground.url, { "Line to the server": "as it is" });
  await hose.button("Send at once").click();
  await expect(hose.uplink).toHaveText(
    /^16\.8 MB at once: .* bufferedAmount was 16\.\d MB at most/,
  );
  await hose.button("Send, and wait for room").click();
  // The water mark and one message more.
  await expect(hose.uplink).toHaveText(/^16\.8 MB with waiting: .* was 1\d\d\.\d kB at most/);
});

test("a_line_that_is_slow_upwards_shows_in_bufferedAmount", async ({ page, playground }) => {
  const hose = await open(page, playground.url, {});
  await hose.button("Send at once").click();
  await expect
    .poll(async () => parseFloat((await hose.bufferedAmount.textContent()) ?? ""))
    .toBeGreaterThan(1);
  await expect(hose.uplink).toHaveText(/^16\.8 MB at once/, { timeout: 10_000 });
  await expect(hose.bufferedAmount).toHaveText("0 bytes");
});
