import { expect, test } from "./fixtures.js";
import { RestaurantBench } from "./pages/restaurant.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {{ url: string }} playground */
async function openRestaurant(page, { url }) {
  const restaurant = new RestaurantBench(page);
  await restaurant.open(`${url}/restaurant.html`);
  return restaurant;
}

/** What the browser really sent to the restaurant, and what came back. @param {Page} page */
function watch(page) {
  const seen = {
    /** @type {string[]} */ methods: [],
    /** @type {string[]} */ answers: [],
    /** @type {string[]} */ sent: [],
    /** @type {string[]} */ received: [],
    sockets: 0,
  };
  page.on("request", (request) => {
    if (request.url().includes("/restaurant/")) seen.methods.push(request.method());
  });
  page.on("requestfinished", async (request) => {
    if (!request.url().includes("/restaurant/")) return;
    const response = await request.response();
    const order = await response?.json();
    seen.answers.push(`${request.method()} ${order?.status}`);
  });
  page.on("websocket", (socket) => {
    if (!socket.url().includes("/ws/restaurant")) return;
    seen.sockets += 1;
    socket.on("framesent", ({ payload }) => seen.sent.push(JSON.parse(String(payload)).type));
    socket.on("framereceived", ({ payload }) =>
      seen.received.push(JSON.parse(String(payload)).type),
    );
  });
  return seen;
}

test("each_question_to_the_waiter_is_a_request", async ({ page, playground }) => {
  const seen = watch(page);
  const restaurant = await openRestaurant(page, playground);
  const { waiter } = restaurant;
  await waiter.order.click();
  await expect(waiter.answer).toHaveText("Ordered. Nobody will come to tell you when it is ready.");
  await waiter.ask.click();
  await expect(waiter.answer).toHaveText("Still cooking. Ask again.");
  await waiter.ask.click();
  await expect(waiter.counter("Trips made")).toHaveText("3");
  await expect(waiter.ask).toHaveAttribute("aria-disabled", "false");
  expect(seen.methods).toEqual(["POST", "GET", "GET"]);
  expect(seen.sockets).toBe(0);
  await expect(restaurant.rows("client")).toHaveText([
    'POST /restaurant/orders {"dish":"soup"}',
    /^GET \/restaurant\/orders\/\w+$/,
    /^GET \/restaurant\/orders\/\w+$/,
  ]);
  await expect(restaurant.rows("server").first()).toHaveText(
    /^201 \{"id":"\w+","dish":"soup","status":"cooking"\}$/,
  );
});

test("asking_every_second_goes_on_until_the_soup_is_there", async ({ page, playground }) => {
  const seen = watch(page);
  const { waiter } = await openRestaurant(page, playground);
  await waiter.root.getByLabel("ask every second").check();
  await waiter.order.click();
  await expect(waiter.answer).toHaveText(/^Here is your soup/, { timeout: 15_000 });
  await expect(waiter.counter("Trips made")).toHaveText(String(seen.methods.length));
  const notYet = seen.answers.filter((answer) => answer === "GET cooking").length;
  expect(notYet).toBeGreaterThan(0);
  await expect(waiter.counter("Answers “not yet”")).toHaveText(String(notYet));
  expect(seen.answers.at(-1)).toBe("GET ready");
  expect(seen.answers).toHaveLength(1 + notYet + 1);
  await expect(waiter.order).toHaveAttribute("aria-disabled", "false");
});

test("over_the_walkie_talkie_ready_comes_unasked", async ({ page, playground }) => {
  const seen = watch(page);
  const restaurant = await openRestaurant(page, playground);
  const { walkieTalkie } = restaurant;
  await walkieTalkie.order.click();
  await restaurant.hasStatus("open");
  await expect(walkieTalkie.answer).toHaveText("Heard. You need not ask.");
  await expect(walkieTalkie.answer).toHaveText(/is ready/, { timeout: 15_000 });
  expect(seen.sent).toEqual(["order"]);
  expect(seen.received).toEqual(["heard", "ready"]);
  expect(seen.methods).toEqual([]);
  await expect(walkieTalkie.counter("Messages sent")).toHaveText("1");
  await expect(walkieTalkie.counter("Messages received")).toHaveText("2");
  // The next order takes the connection that is there.
  await walkieTalkie.order.click();
  await expect(walkieTalkie.counter("Messages received")).toHaveText("3");
  expect(seen.sockets).toBe(1);
});

test("both_ways_at_once_from_the_keyboard", async ({ page, playground }) => {
  const seen = watch(page);
  const restaurant = await openRestaurant(page, playground);
  await page.keyboard.press("Tab");
  await expect(restaurant.primary).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(restaurant.waiter.answer).toHaveText(/^Ordered/);
  await expect(restaurant.walkieTalkie.answer).toHaveText(/^Heard/);
  // One order at a time in each half.
  await page.keyboard.press("Enter");
  for (const control of [
    restaurant.waiter.order,
    restaurant.waiter.ask,
    restaurant.waiter.root.getByRole("checkbox"),
    restaurant.walkieTalkie.order,
    restaurant.walkieTalkie.close,
    restaurant.root.getByRole("log"),
  ]) {
    await page.keyboard.press("Tab");
    await expect(control).toBeFocused();
  }
  expect(seen.methods).toEqual(["POST"]);
  expect(seen.sent).toEqual(["order"]);
  const { events } = await restaurant.result();
  expect(events?.slice(0, 2).map(({ from, text }) => `${from}: ${text}`)).toEqual([
    'client: POST /restaurant/orders {"dish":"soup"}',
    "client: opens the WebSocket /ws/restaurant",
  ]);
});

test("nobody_speaks_through_a_closed_walkie_talkie", async ({ page, playground }) => {
  const restaurant = await openRestaurant(page, playground);
  const { walkieTalkie } = restaurant;
  await walkieTalkie.order.click();
  await expect(walkieTalkie.answer).toHaveText(/^Heard/);
  await walkieTalkie.close.click();
  await restaurant.hasStatus("closed");
  await expect(restaurant.rows("note")).toHaveText("WebSocket closed with 1000");
  await expect(walkieTalkie.answer).toHaveText(/the kitchen cannot tell you any more/);
  await walkieTalkie.order.click();
  await restaurant.hasStatus("open");
  await expect(walkieTalkie.counter("Messages sent")).toHaveText("2");
});

test("a_bench_that_leaves_the_page_hangs_up", async ({ page, playground }) => {
  const restaurant = await openRestaurant(page, playground);
  const opened = page.waitForEvent("websocket", (socket) => socket.url().includes("/restaurant"));
  await restaurant.primary.click();
  await restaurant.hasStatus("open");
  const closed = (await opened).waitForEvent("close");
  await restaurant.root.evaluate((element) => element.remove());
  await closed;
});

test("a_waiter_who_gets_no_answer_says_why", async ({ page, playground }) => {
  const restaurant = await openRestaurant(page, playground);
  const error = "The kitchen has as many orders as it can keep.";
  await page.route("**/restaurant/orders?*", (route) =>
    route.fulfill({ status: 503, json: { error } }),
  );
  await restaurant.waiter.order.click();
  await expect(restaurant.problem).toHaveText(`The request: ${error}`);
  await expect(restaurant.waiter.answer).toHaveText("The waiter came back without an answer.");
  await page.unrouteAll();
  await restaurant.waiter.order.click();
  await expect(restaurant.waiter.answer).toHaveText(/^Ordered/);
  await expect(restaurant.problem).toBeEmpty();
});

test("the_waiter_walks_once_a_request_and_not_at_all_with_reduced_motion", async ({
  page,
  playground,
}) => {
  /** Orders, and counts the animations of the pictures that began with it. */
  const walks = async () => {
    const { waiter } = await openRestaurant(page, playground);
    const order = await waiter.order.elementHandle();
    return waiter.root.locator("svg").evaluate((scene, button) => {
      /** @type {HTMLButtonElement} */ (button).click();
      return scene.getAnimations({ subtree: true }).length;
    }, order);
  };
  expect(await walks()).toBe(1);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await walks()).toBe(0);
});

test("the_wire_shows_the_waiters_requests_and_the_walkie_talkies_messages", async ({
  page,
  playground,
}) => {
  const restaurant = await openRestaurant(page, playground);
  const { wire } = restaurant;
  await expect(wire.root).not.toHaveAttribute("open");
  await wire.open();
  await restaurant.primary.click();
  await expect(wire.row("POST /restaurant/orders")).toContainText("Waiter");
  await expect(wire.row("201 Created")).toHaveAttribute("data-from", "server");
  await expect(wire.row("GET /ws/restaurant")).toContainText("Walkie-talkie");
  await expect(wire.row('text message "{\\"type\\":\\"order\\"')).toHaveCount(1);
  await restaurant.waiter.ask.click();
  await expect(wire.row("GET /restaurant/orders/")).toContainText("Waiter");
});
