// Between a click and its connection the page asks the tap for a token: what may happen meanwhile.
import { expect, test } from "./fixtures.js";
import { BroadcastBench } from "./pages/broadcast.js";
import { EchoBench } from "./pages/echo.js";
import { GoodbyeBench } from "./pages/goodbye.js";
import { StatusBench } from "./pages/playground-status.js";
import { RaceBench } from "./pages/race.js";
import { RestaurantBench } from "./pages/restaurant.js";

/** @typedef {import("@playwright/test").Page} Page */

/** A tap in the server's place, which answers when the test says so. @param {Page} page */
async function holdTap(page) {
  /** @type {string[]} */
  const waiting = [];
  let answer = () => {};
  await page.routeWebSocket(/\/tap$/, (socket) => {
    socket.onMessage((message) => {
      const { type, token } = JSON.parse(String(message));
      if (type === "watch") waiting.push(token);
    });
    answer = () => {
      const tokens = waiting.splice(0);
      socket.send(JSON.stringify(tokens.map((token) => ({ type: "watching", token }))));
    };
  });
  return {
    /** @param {number} count */
    isAsked: (count) => expect.poll(() => waiting.length).toBe(count),
    answer: () => answer(),
  };
}

/** What the page asks of the playground's demos from now on. @param {Page} page */
function watchRequests(page) {
  /** @type {string[]} */
  const asked = [];
  const add = (/** @type {string} */ url) => {
    const { pathname } = new URL(url);
    if (/^\/(ws|race|restaurant)\//.test(`${pathname}/`)) asked.push(pathname);
  };
  page.on("request", (request) => add(request.url()));
  page.on("websocket", (socket) => add(socket.url()));
  return asked;
}

/** Takes the bench off the page, lets the tap answer, and puts it back. @param {import("./pages/bench.js").Bench} bench @param {() => void} answer */
async function leaveAndComeBack(bench, answer) {
  const place = await bench.page.evaluateHandle((root) => {
    const element = /** @type {Element} */ (document.querySelector(root));
    const parent = /** @type {Element} */ (element.parentElement);
    element.remove();
    return { element, parent };
  }, bench.tag);
  answer();
  await place.evaluate(({ element, parent }) => parent.append(element));
  await bench.hasStatus("idle");
}

test("echo_closed_before_the_tap_answers_opens_nothing", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.button("Connect").click();
  await echo.hasStatus("connecting");
  await expect(echo.ribbon).toHaveCount(0);
  await echo.button("Close").click();
  await echo.hasStatus("idle");
  await echo.button("Connect").click();
  await tap.isAsked(2);
  tap.answer();
  await echo.hasStatus("open");
  await echo.send("once");
  await expect(echo.rows("server")).toHaveCount(1);
  expect(asked).toEqual(["/ws/echo"]);
});

test("echo_that_left_before_the_tap_answers_opens_nothing", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.button("Connect").click();
  await tap.isAsked(1);
  await leaveAndComeBack(echo, tap.answer);
  await echo.button("Connect").click();
  await tap.isAsked(1);
  tap.answer();
  await echo.hasStatus("open");
  expect(asked).toEqual(["/ws/echo"]);
});

test("goodbye_closed_before_the_tap_answers_opens_nothing", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.button("Connect").click();
  await goodbye.hasStatus("connecting");
  await goodbye.button("Close").click();
  await goodbye.hasStatus("idle");
  await goodbye.button("Connect").click();
  await tap.isAsked(2);
  tap.answer();
  await goodbye.hasStatus("open");
  expect(asked).toEqual(["/ws/control"]);
});

test("members_who_close_before_the_tap_answers_never_join", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const bench = new BroadcastBench(page);
  await bench.open(`${playground.url}/broadcast.html?room=given-up`);
  await bench.button("Connect all").click();
  await bench.hasStatus("connecting");
  await bench.ada.close.click();
  await bench.hasStatus("connecting");
  await bench.button("Close all").click();
  await bench.hasStatus("idle");
  await expect(bench.ada.root).toContainText("Not connected");
  await bench.button("Connect all").click();
  await tap.isAsked(4);
  await leaveAndComeBack(bench, tap.answer);
  await bench.ada.connect.click();
  await tap.isAsked(1);
  tap.answer();
  await bench.ada.isIn();
  await expect(bench.ada.here).toHaveText("Here (1): Ada");
  expect(asked).toEqual(["/ws/broadcast/given-up"]);
});

test("guests_who_leave_before_the_tap_answers_order_nothing", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const restaurant = new RestaurantBench(page);
  await restaurant.open(`${playground.url}/restaurant.html`);
  await restaurant.primary.click();
  await restaurant.primary.click();
  await restaurant.hasStatus("connecting");
  await tap.isAsked(2);
  await expect(restaurant.rows("client")).toHaveCount(0);
  await leaveAndComeBack(restaurant, tap.answer);
  await expect(restaurant.waiter.order).toHaveAttribute("aria-disabled", "false");
  await expect(restaurant.walkieTalkie.order).toHaveAttribute("aria-disabled", "false");
  expect(asked).toEqual([]);
  await restaurant.primary.click();
  await tap.isAsked(2);
  tap.answer();
  await restaurant.hasStatus("open");
  await expect(restaurant.waiter.answer).toHaveText(/^Ordered/);
  expect(asked.sort()).toEqual(["/restaurant/orders", "/ws/restaurant"]);
});

test("checks_that_left_before_the_tap_answers_ask_nothing", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const status = new StatusBench(page);
  await status.open(`${playground.url}/status.html`);
  await status.button("Check").click();
  await tap.isAsked(4);
  await leaveAndComeBack(status, tap.answer);
  await expect(status.answer("/ws/echo")).toHaveText("✗ stopped");
  expect(asked).toEqual([]);
  await status.button("Check").click();
  await tap.isAsked(4);
  tap.answer();
  await status.hasStatus("open");
  expect(asked.filter((path) => path === "/ws/echo")).toHaveLength(1);
});

test("a_race_stopped_before_the_tap_answers_does_not_start", async ({ page, playground }) => {
  const tap = await holdTap(page);
  const asked = watchRequests(page);
  const race = new RaceBench(page);
  await race.open(`${playground.url}/race.html`);
  await race.button("Start race").click();
  await tap.isAsked(7);
  await race.button("Stop").click();
  tap.answer();
  await race.hasStatus("closed");
  await race.button("Start race").click();
  await tap.isAsked(7);
  await leaveAndComeBack(race, tap.answer);
  await race.button("Start race").click();
  await tap.isAsked(7);
  tap.answer();
  await race.hasStatus("closed");
  expect(asked.filter((path) => path === "/race")).toHaveLength(1);
  // This tap counts nothing.
  await expect(race.cells("Bytes per update")).toHaveText(Array(6).fill("incomplete"));
  await expect(race.root).toContainText(
    "SSE, bytes with headers: The tap did not tell of its last",
  );
});

test("a_tap_that_never_answers_delays_a_demo_and_no_more", async ({ page, playground }) => {
  await holdTap(page);
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.send("hello");
  await expect(echo.rows("server")).toHaveCount(1);
  await expect(echo.wire.problem).toContainText("The tap does not answer. The demo works");
});
