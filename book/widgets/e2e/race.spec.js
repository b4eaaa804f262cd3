import { readFile } from "node:fs/promises";
import { writeFixtureBook } from "./fixture-book/pages.js";
import { expect, setTheme, test } from "./fixtures.js";
import { RaceBench } from "./pages/race.js";
import { serveFiles } from "./servers.js";

/** What the fixture page asks for. */
const COUNT = 30;
const LANES = [
  "Short polling",
  "Long polling",
  "SSE",
  "WebSocket",
  "Socket.IO, polling",
  "Socket.IO, WebSocket",
];
const EVERY = LANES.map(() => String(COUNT));
const NONE = LANES.map(() => "0");

/**
 * @param {import("@playwright/test").Page} page
 * @param {{ url: string }} playground
 */
async function openRace(page, { url }) {
  const race = new RaceBench(page);
  await race.open(`${url}/race.html`);
  await race.input("Short polling asks every").selectOption("50 ms");
  return race;
}

/** Opens a race that is too slow to end before the test has done its part. @type {typeof openRace} */
async function openSlowRace(page, playground) {
  const race = await openRace(page, playground);
  await race.input("Ticks per second").fill("1");
  return race;
}

/** Not the tap's own WebSocket. @param {import("@playwright/test").WebSocket} socket */
const isLane = (socket) => socket.url().includes("/race/");

/** @param {import("@playwright/test").WebSocket} socket */
const isSocketIo = (socket) => socket.url().includes("/socket.io/");

/** What the browser asked of the races, by lane. @param {import("@playwright/test").Page} page */
function countRequests(page) {
  const lanes = ["poll", "long-poll", "sse", "ws", "polling", "websocket"];
  const asked = lanes.map(() => 0);
  /** @param {string} url */
  const add = (url) => {
    const { pathname, searchParams } = new URL(url);
    const lane = lanes.indexOf(searchParams.get("transport") ?? pathname.split("/").at(-1) ?? "");
    if (lane >= 0) asked[lane] = (asked[lane] ?? 0) + 1;
  };
  page.on("request", (request) => add(request.url()));
  page.on("websocket", (socket) => add(socket.url()));
  return asked;
}

test("every_lane_gets_every_tick_once_and_the_same_bytes", async ({ page, playground }) => {
  const asked = countRequests(page);
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  await expect(race.table.getByRole("columnheader")).toHaveText(["Per lane", ...LANES]);
  await expect(race.cells("Updates received")).toHaveText(EVERY);
  await expect(race.cells("Missing")).toHaveText(NONE);
  await expect(race.cells("Doubled")).toHaveText(NONE);
  const bytes = new Set(await race.cells("Payload (bytes)").allTextContents());
  expect(bytes.size).toBe(1);
  expect(Number([...bytes][0])).toBeGreaterThan(COUNT * 64);
  await expect(race.cells("Requests made")).toHaveText(asked.map(String));
  expect([asked[2], asked[3], asked[5]]).toEqual([1, 1, 1]);
  for (const late of await race.cells("Max late (ms)").allTextContents()) {
    expect(late).toMatch(/^\d+\.\d$/);
  }
  await expect(race.tick).toHaveText("Tick 30 of 30");
  await expect(race.problem).toBeEmpty();
});

test("a_second_race_starts_from_nothing", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  const first = await race.start();
  await race.hasStatus("closed");
  expect(await race.start()).not.toBe(first);
  await race.hasStatus("closed");
  await expect(race.cells("Updates received")).toHaveText(EVERY);
  await expect(race.cells("Doubled")).toHaveText(NONE);
  await expect(race.canvas).toHaveCount(1);
});

test("pause_stops_the_ticks_and_resume_goes_on", async ({ page, playground }) => {
  const asked = countRequests(page);
  const race = await openSlowRace(page, playground);
  const address = await race.start();
  await race.button("Pause").click();
  await expect(race.button("Resume")).toBeVisible();
  await expect(race.tick).toContainText("paused");
  await race.input("Ticks per second").fill("100");
  await race.input("Ticks per second").press("Enter");
  await expect.poll(() => race.atServer(address)).toMatchObject({ paused: true, rate: 100 });
  const { seq } = await race.atServer(address);
  const before = asked[0] ?? 0;
  // Polling goes on for longer than ten ticks would take, and finds nothing.
  await expect.poll(() => asked[0]).toBeGreaterThan(before + 3);
  expect(await race.atServer(address)).toMatchObject({ seq });
  await expect(race.cells("Updates received")).toHaveText(LANES.map(() => String(seq)));
  await race.button("Resume").click();
  await race.hasStatus("closed");
  await expect(race.cells("Updates received")).toHaveText(EVERY);
});

test("rate_and_size_change_while_it_runs", async ({ page, playground }) => {
  const race = await openSlowRace(page, playground);
  const address = await race.start();
  await race.input("Payload, bytes per tick").fill("2000");
  await race.input("Payload, bytes per tick").press("Enter");
  await expect.poll(() => race.atServer(address)).toMatchObject({ size: 2000, rate: 1 });
  await race.input("Ticks per second").fill("100");
  await race.input("Ticks per second").press("Enter");
  await race.hasStatus("closed");
  await expect(race.table.locator("caption")).toHaveText(
    "30 ticks, 100 a second, 2000 bytes of payload in each (changed while it ran)",
  );
  const [bytes] = await race.cells("Payload (bytes)").allTextContents();
  expect(Number(bytes)).toBeGreaterThan(2000);
});

test("values_that_the_server_refuses_are_said_in_place", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  await race.input("Ticks per second").fill("101");
  await race.primary.click();
  await expect(race.root).toContainText("A whole number from 1 to 100.");
  await race.hasStatus("idle");
  await race.input("Ticks per second").fill("100");
  await race.input("Payload, bytes per tick").fill("");
  await race.primary.click();
  await expect(race.root).toContainText("A whole number from 0 to 4096.");
  await race.hasStatus("idle");
});

test("a_refusal_is_told_in_the_words_of_the_server", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  const error = "As many races run as this playground can hold.";
  await page.route(/\/race\?tap=/, (route) => route.fulfill({ status: 503, json: { error } }));
  await race.primary.click();
  await expect(race.problem).toHaveText(`The race: ${error}`);
  await race.hasStatus("closed");
});

test("a_playground_that_goes_away_ends_the_race", async ({ page, playground }) => {
  const race = await openSlowRace(page, playground);
  await race.start();
  await page.route("**/about.json", (route) => route.abort());
  await page.route("**/poll?*", (route) => route.abort());
  await race.hasStatus("absent");
  await expect(race.retry).toBeVisible();
  await page.unrouteAll();
  await race.retry.click();
  await race.hasStatus("idle");
  await race.input("Ticks per second").fill("100");
  await race.start();
  await race.hasStatus("closed");
  await expect(race.cells("Updates received")).toHaveText(EVERY);
});

test("the_socket_io_client_comes_with_a_race_that_needs_it", async ({ page, playground }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const client = () => asked.filter((path) => path.startsWith("/socket.io/socket.io"));
  const without = new RaceBench(page);
  await without.open(`${playground.url}/race-sse.html`);
  await without.input("Ticks per second").fill("100");
  await without.start();
  await without.hasStatus("closed");
  await expect(without.cells("Updates received")).toHaveText("200");
  expect(client()).toEqual([]);
  const race = await openRace(page, playground);
  expect(client()).toEqual([]);
  await race.start();
  await race.hasStatus("closed");
  expect(client()).toEqual(["/socket.io/socket.io.esm.min.js"]);
});

test("a_refusal_of_the_feed_is_told_in_its_words", async ({ page, playground }) => {
  const race = new RaceBench(page);
  await race.open(`${playground.url}/race-socketio.html`);
  // The race that was started is not the one that the lanes ask for.
  await page.route(/\/race\?tap=/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), id: "another" } });
  });
  await race.primary.click();
  await expect(race.problem).toHaveText(/^Socket\.IO, \w+: There is no such race\./);
  await race.hasStatus("closed");
});

test("stop_closes_every_connection", async ({ page, playground }) => {
  const race = await openSlowRace(page, playground);
  const opened = page.waitForEvent("websocket", isLane);
  const joined = page.waitForEvent("websocket", isSocketIo);
  const asked = page.waitForRequest(/long-poll/);
  await race.start();
  const [socket, socketIo, question] = [await opened, await joined, await asked];
  const failed = page.waitForEvent("requestfailed", (request) => /long-poll/.test(request.url()));
  const closed = [socket, socketIo].map((it) => it.isClosed() || it.waitForEvent("close"));
  await race.button("Stop").click();
  await race.hasStatus("closed");
  await Promise.all(closed);
  await failed;
  expect(new URL(question.url()).pathname).toMatch(/long-poll$/);
  await expect(race.primary).toHaveText("Start race");
  await expect(race.primary).toBeFocused();
});

test("a_bench_that_leaves_the_page_closes_its_connections", async ({ page, playground }) => {
  const race = await openSlowRace(page, playground);
  const opened = page.waitForEvent("websocket", isLane);
  await race.start();
  const socket = await opened;
  const closed = socket.waitForEvent("close");
  await race.root.evaluate((element) => element.remove());
  await closed;
});

test("the_csv_file_is_the_table", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  const download = page.waitForEvent("download");
  await race.button("Save as CSV").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("race.csv");
  const lines = (await readFile(await file.path(), "utf8")).split("\r\n");
  expect(lines.pop()).toBe("");
  // A comma in a measure's name needs quotes.
  const fields = (/** @type {string} */ line) =>
    [...line.matchAll(/"([^"]*)"|[^,]+/g)].map(([plain, quoted]) => quoted ?? plain);
  expect(lines.map(fields)).toEqual(await race.tableRows());
});

test("the_table_can_be_copied_and_is_the_recording", async ({ context, page, playground }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  await race.button("Copy table").click();
  await expect(race.root).toContainText("Copied.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const rows = await race.tableRows();
  expect(copied.split("\n").map((line) => line.split("\t"))).toEqual(rows);
  const { table, events } = await race.result();
  expect([table?.head, ...(table?.rows ?? [])]).toEqual(rows);
  expect(events).toBeUndefined();
});

test("without_a_clipboard_the_table_is_selected", async ({ page, playground }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  const race = await openRace(page, playground);
  await race.button("Copy table").click();
  await expect(race.root).toContainText("The table is selected: press Ctrl+C");
  const selected = await page.evaluate(() => String(getSelection()));
  expect(selected).toContain("Requests made");
});

/** @param {import("@playwright/test").Page} page @param {string} book its address */
async function cutAndResume(page, book) {
  const race = new RaceBench(page);
  await race.open(`${book}/race-sse.html`);
  const address = await race.start();
  await expect(race.cells("Updates received")).not.toHaveText("0");
  await race.button("Cut the event stream").click();
  const resume = race.root.getByRole("button", { name: "Resume after event" });
  const last = Number(/\d+$/.exec((await resume.textContent()) ?? "")?.[0]);
  await expect(race.rows("client")).toHaveText([
    "GET /race/…/sse",
    `closes the connection after id: ${last}`,
  ]);
  await race.input("Ticks per second").fill("100");
  await race.input("Ticks per second").press("Enter");
  await expect.poll(async () => (await race.atServer(address)).seq).toBeGreaterThan(last + 5);
  await expect(race.cells("Updates received")).toHaveText(String(last));
  const resumed = page.waitForRequest(/\/sse/);
  await resume.click();
  expect((await resumed).headers()["last-event-id"]).toBe(String(last));
  await race.hasStatus("closed");
  await expect(race.cells("Updates received")).toHaveText("200");
  await expect(race.cells("Missing")).toHaveText("0");
  await expect(race.cells("Doubled")).toHaveText("0");
  await expect(race.cells("Requests made")).toHaveText("2");
  // Also across two connections, and whatever a browser asks beside that.
  await expect(race.cells("Bytes per update")).toHaveText(/^\d+\.\d$/);
  await expect(race.rows("server")).toHaveText(["id: 1", `id: ${last + 1}`, "event: end"]);
}

test("a_cut_event_stream_resumes_with_none_lost_and_none_doubled", async ({ page, playground }) => {
  await cutAndResume(page, playground.url);
});

test("it_also_resumes_when_the_book_is_on_another_port", async ({ page, playground }) => {
  // Last-Event-ID set by a page is a header that CORS asks about first.
  const book = writeFixtureBook(playground.url);
  const server = await serveFiles(book.dir);
  await cutAndResume(page, server.url);
  await server.stop();
  book.remove();
});

test("the_chart_comes_with_the_first_race_and_follows_the_theme", async ({ page, playground }) => {
  /** @type {string[]} */
  const chunks = [];
  page.on("request", (request) => chunks.push(request.url()));
  const race = await openRace(page, playground);
  expect(chunks.filter((url) => /chart-/.test(url))).toEqual([]);
  await expect(race.canvas).toHaveCount(0);
  await race.start();
  await race.hasStatus("closed");
  expect(chunks.filter((url) => /chart-/.test(url))).toHaveLength(1);
  await expect(
    race.root.getByRole("img", { name: /^Chart: .* The table has the numbers/ }),
  ).toBeVisible();
  const picture = () =>
    race.canvas.evaluate((canvas) => /** @type {HTMLCanvasElement} */ (canvas).toDataURL());
  const light = await picture();
  await setTheme(page, "navy");
  await expect.poll(picture).not.toBe(light);
  const linear = await picture();
  await race.root.getByRole("checkbox").check();
  await expect.poll(picture).not.toBe(linear);
  await expect(race.canvas).toHaveCount(1);
});

test("the_chart_is_as_wide_as_its_bench", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  const wide = await race.canvas.boundingBox();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await race.canvas.boundingBox())?.width).toBeLessThan(360);
  await page.setViewportSize({ width: 1280, height: 900 });
  await expect.poll(() => race.canvas.boundingBox().then((box) => box?.width)).toBe(wide?.width);
});

test("the_keyboard_alone_is_enough_for_a_race", async ({ page, playground }) => {
  const race = await openSlowRace(page, playground);
  await race.primary.focus();
  await page.keyboard.press("Enter");
  await race.hasStatus("open");
  await expect(race.primary).toBeFocused();
  await race.button("Pause").focus();
  await page.keyboard.press("Space");
  await expect(race.button("Resume")).toBeFocused();
  await race.primary.focus();
  await page.keyboard.press("Enter");
  await race.hasStatus("closed");
  await expect(race.button("Pause")).toHaveAttribute("aria-disabled", "true");
});
