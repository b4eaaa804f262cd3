import { expect, test } from "./fixtures.js";
import { ChatBench } from "./pages/chat.js";
import { EchoBench } from "./pages/echo.js";
import { FaultsBench } from "./pages/faults.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A WebSocket with a message each second. @param {Page} page @param {string} url */
async function connected(page, url) {
  const bench = new FaultsBench(page);
  await bench.open(`${url}/faults.html`);
  await bench.connect();
  await bench.grows("back", 1);
  return bench;
}

/** Returns when the playground has taken what `act` wishes. @param {Page} page @param {() => Promise<void>} act */
async function taken(page, act) {
  const answered = page.waitForResponse((response) => response.url().includes("/faults/"));
  await act();
  expect((await answered).ok()).toBe(true);
}

/** Round trips of the messages from a number on, in ms. @param {FaultsBench} bench @param {number} from */
async function tripsFrom(bench, from) {
  const trips = (await bench.entries("server")).map(
    (text) => /^#(\d+), back after ([\d.]+) ms$/.exec(text) ?? [],
  );
  return trips.filter(([, number]) => Number(number) >= from).map(([, , ms]) => Number(ms));
}

/** Every message that was sent came back, in order. @param {FaultsBench} bench */
async function expectAllInOrder(bench) {
  await expect.poll(() => bench.figure("waiting")).toBe(0);
  const numbers = await bench.cameBack();
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

test("latency_each_way_adds_up_to_every_round_trip", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.slide("To the server", "Latency", "300 ms"));
  await taken(page, () => bench.faults.slide("Back to the page", "Latency", "200 ms"));
  await bench.faults.looks("slow");
  await expect(bench.faults.line).toHaveText("To the server: 300 ms late. Back: 200 ms late.");
  const next = (await bench.figure("sent")) + 1;
  await bench.grows("back", 2);
  const trips = await tripsFrom(bench, next);
  expect(trips.length).toBeGreaterThan(0);
  expect(Math.min(...trips)).toBeGreaterThanOrEqual(500);
  await expectAllInOrder(bench);
});

test("jitter_makes_messages_late_by_chance_and_never_out_of_order", async ({
  page,
  playground,
}) => {
  const bench = await connected(page, playground.url);
  for (const way of /** @type {const} */ (["To the server", "Back to the page"])) {
    await taken(page, () => bench.faults.slide(way, "Jitter", "up to 500 ms"));
  }
  const next = (await bench.figure("sent")) + 1;
  await bench.grows("back", 4);
  // That three messages have less than a tenth of it, there and back, happens once in a hundred thousand runs.
  const trips = await tripsFrom(bench, next);
  expect(trips.length).toBeGreaterThanOrEqual(3);
  expect(Math.max(...trips)).toBeGreaterThanOrEqual(100);
  await expectAllInOrder(bench);
});

test("a_narrow_way_back_takes_its_time_for_each_byte", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.slide("Back to the page", "Bandwidth", "1 kB/s"));
  await bench.faults.looks("right", "slow");
  await bench.input("Bytes a message").selectOption("1000");
  const next = (await bench.figure("sent")) + 1;
  await bench.grows("back", 2);
  // 1,000 bytes and their head at 1,000 bytes a second; the second waits for the rest of the first, too.
  const trips = await tripsFrom(bench, next);
  expect(trips.length).toBeGreaterThan(0);
  expect(Math.max(...trips)).toBeGreaterThanOrEqual(500);
});

test("while_it_stalls_nothing_comes_and_then_everything_in_order", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.press("Stall 5 s"));
  await bench.faults.looks("silent");
  await expect(bench.faults.did).toHaveText("Stall 5 s: 1 connection.");
  const before = await bench.figure("back");
  await bench.grows("sent", 2);
  expect(await bench.figure("back")).toBe(before);
  await bench.hasStatus("open");
  await bench.grows("back", 3);
  await expectAllInOrder(bench);
  await bench.faults.looks("right");
});

test("half_open_looks_like_open_until_it_is_mended", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.press("Pull the plug (half-open)"));
  await bench.faults.looks("silent");
  await expect(bench.faults.line).toHaveText("Both ways: nothing crosses, no FIN.");
  const before = await bench.figure("back");
  await bench.grows("sent", 2);
  expect(await bench.figure("back")).toBe(before);
  await expect(bench.ribbon).toHaveText("1 OPEN");
  await expect.poll(() => bench.figure("bufferedAmount")).toBe(0);
  await taken(page, () => bench.faults.press("Mend everything"));
  await bench.grows("back", 2);
  await expectAllInOrder(bench);
  await expect(bench.faults.line).toHaveText("Nothing goes wrong.");
});

test("a_reset_is_1006_and_the_next_connection_works", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await bench.faults.press("Reset");
  await bench.hasStatus("closed");
  await expect(bench.ended).toHaveText(/^Closed: code 1006 .*, no reason, wasClean false$/);
  await bench.faults.looks("ended");
  await bench.connect();
  await bench.grows("back", 1);
});

test("a_cut_is_1006_and_outlasts_a_reconnect", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await bench.faults.press("Cut 3 s");
  await bench.hasStatus("closed");
  await expect(bench.ended).toHaveText(/^Closed: code 1006 .*, no reason, wasClean false$/);
  // The next connection has a token of its own, and yet it is cut.
  await bench.primary.click();
  await expect(bench.problem).toContainText("could not be opened");
  await bench.faults.looks("right");
  await bench.connect();
});

test("a_close_frame_tells_its_code_and_its_reason", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  const { root } = bench.faults;
  await root.getByLabel("Close code").fill("1005");
  await bench.faults.press("Close with a code");
  // What no server may send is refused, in words, in place.
  await expect(bench.faults.problem).toContainText("1005");
  await bench.hasStatus("open");
  await root.getByLabel("Close code").fill("4321");
  await root.getByLabel("Reason").fill("Grüße");
  await bench.faults.press("Close with a code");
  await bench.hasStatus("closed");
  await expect(bench.ended).toHaveText(
    "Closed: code 4321 (for private use), reason “Grüße”, wasClean true",
  );
  await expect(bench.faults.problem).toBeEmpty();
});

test("a_restart_is_1012_and_refuses_for_a_while", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await bench.faults.press("Restart (1012)");
  await bench.hasStatus("closed");
  await expect(bench.ended).toHaveText(
    "Closed: code 1012 (service restart), reason “The server restarts.”, wasClean true",
  );
  await bench.primary.click();
  await expect(bench.problem).toContainText("could not be opened");
});

test("behind_a_proxy_that_strips_upgrade_the_next_connect_fails", async ({ page, playground }) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.press("Strip Upgrade"));
  await expect(bench.faults.line).toHaveText("A proxy takes Upgrade out of each request.");
  // What is a WebSocket already is no HTTP any more.
  await bench.grows("back", 1);
  await bench.primary.click();
  await bench.hasStatus("closed");
  await bench.primary.click();
  await expect(bench.problem).toContainText("could not be opened");
  await bench.faults.press("Mend everything");
  await bench.connect();
});

test("where_duplicates_are_dropped_the_older_one_is_closed_with_4001", async ({
  page,
  playground,
}) => {
  const bench = await connected(page, playground.url);
  await taken(page, () => bench.faults.press("Drop duplicates"));
  await expect(bench.faults.line).toHaveText("A new WebSocket closes the older one.");
  await bench.button("Connect a second time").click();
  await expect(bench.ended).toHaveText(
    "The older one. Closed: code 4001 (for private use), reason “Another connection of yours took this place.”, wasClean true",
  );
  await bench.hasStatus("open");
  await bench.grows("back", 1);
});

test("a_wish_from_before_the_connection_holds_for_it", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.faults.open();
  await echo.faults.press("Reset");
  await expect(echo.faults.did).toHaveText("Reset: no connection is open.");
  await echo.faults.slide("Back to the page", "Latency", "300 ms");
  await expect(echo.faults.drawer.locator("summary")).toContainText("Back: 300 ms late.");
  for (let connection = 1; connection <= 2; connection++) {
    await echo.connect();
    await echo.send("late");
    await expect(echo.root.locator(".bench-extra")).toHaveText(/^round trip \d+\.\d ms$/);
    const words = await echo.root.locator(".bench-extra").textContent();
    expect(parseFloat(words?.slice("round trip ".length) ?? "")).toBeGreaterThanOrEqual(300);
    await echo.close();
  }
});

test("the_panel_breaks_a_demo_of_two_socketio_clients_too", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.connectAll();
  await expect(bench.ada.state).toContainText("upgraded after");
  await expect(bench.bo.state).toContainText("upgraded after");
  await bench.faults.open();
  await bench.faults.press("Cut 3 s");
  await expect(bench.faults.did).toHaveText("Cut 3 s: 2 connections.");
  for (const member of [bench.ada, bench.bo]) await member.is("connecting");
  for (const member of [bench.ada, bench.bo]) await member.is("open");
});

test("a_wish_is_sent_again_before_the_playground_forgets_it", async ({ page, playground }) => {
  await page.clock.install();
  const bench = new FaultsBench(page);
  await bench.open(`${playground.url}/faults.html`);
  await bench.primary.click();
  await expect(bench.ribbon).toHaveText("1 OPEN");
  await taken(page, () => bench.faults.press("Drop duplicates"));
  await taken(page, () => page.clock.fastForward("09:00"));
});
