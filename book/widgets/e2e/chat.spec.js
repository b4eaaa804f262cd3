import { expect, test } from "./fixtures.js";
import { ChatBench } from "./pages/chat.js";

/** Tests share the server and so the chat: each looks for words of its own. */
const words = () => `hello ${crypto.randomUUID().slice(0, 8)}`;

for (const [choice, state] of /** @type {const} */ ([
  ["polling", /^Over polling$/],
  ["websocket", /^Over WebSocket$/],
  ["default", /^Over WebSocket, upgraded after \d+ ms$/],
])) {
  test(`two_members_chat_with_transports_${choice}`, async ({ page, playground }) => {
    const bench = new ChatBench(page);
    await bench.open(`${playground.url}/chat.html`);
    await bench.connectAll(choice);
    await expect(bench.ada.state).toHaveText(state);
    await expect(bench.bo.state).toHaveText(state);
    const [from_ada, from_bo] = [words(), words()];
    await bench.ada.say(from_ada);
    await expect(bench.bo.received.filter({ hasText: from_ada })).toHaveText(from_ada);
    await bench.bo.say(from_bo);
    await expect(bench.ada.received.filter({ hasText: from_bo })).toHaveText(from_bo);
    await expect(bench.ada.received.filter({ hasText: from_ada })).toHaveText(
      `${from_ada} its own`,
    );
    await expect(bench.ada.sent).toHaveText(
      new RegExp(String.raw`^${from_ada} delivered, \d+\.\d ms$`),
    );
  });
}

test("another_page_is_in_the_same_chat", async ({ browser, page, playground }) => {
  const here = new ChatBench(page);
  await here.open(`${playground.url}/chat.html`);
  await here.ada.connect.click();
  await here.ada.is("open");
  const context = await browser.newContext();
  const there = new ChatBench(await context.newPage());
  await there.open(`${playground.url}/chat.html`);
  await there.connectAll();
  const said = words();
  await there.bo.say(said);
  await expect(here.ada.received.filter({ hasText: said })).toHaveText(said);
  await context.close();
});

test("refusals_come_in_the_servers_words_and_reach_nobody", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.connectAll();
  await bench.ada.button("Too long").click();
  await expect(bench.ada.sent.last()).toContainText("refused: Longer than 500 characters");
  await bench.ada.button("Not text").click();
  await expect(bench.ada.sent.last()).toHaveText("42 refused: A message must be text");
  // What is refused comes before this, if it comes at all.
  const said = words();
  await bench.ada.say(said);
  await expect(bench.bo.received.filter({ hasText: said })).toBeVisible();
  await expect(bench.bo.received.filter({ hasText: /^42|xxxx/ })).toHaveCount(0);
});

test("of_20_at_once_those_over_the_rate_are_refused", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.connectAll("websocket");
  await bench.ada.button("Send 20 at once").click();
  const flood = bench.ada.sent.filter({ hasText: /^flood/ });
  await expect(flood).toHaveCount(20);
  await expect(flood.filter({ hasText: /delivered|refused/ })).toHaveCount(20);
  const delivered = await flood.filter({ hasText: "delivered" }).count();
  expect(delivered).toBeGreaterThan(0);
  expect(delivered).toBeLessThan(20);
  const others = bench.bo.received.filter({ hasText: /^flood/ });
  await expect(others).toHaveCount(delivered);
  const refused = await flood.filter({ hasText: "refused" }).first().textContent();
  expect(refused).toContain("Too many messages, wait a second");
});

test("a_message_is_text_and_never_markup", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.connectAll();
  const said = `<img src=x onerror="location.hash = 'broken'"> ${words()}`;
  await bench.ada.say(said);
  await expect(bench.bo.received.filter({ hasText: said })).toHaveText(said);
  await expect(bench.bo.root.locator("img")).toHaveCount(0);
});

test("who_is_not_connected_sends_nothing", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.ada.say("too early");
  await expect(bench.ada.root).toContainText("Ada is not connected: Connect first.");
  await expect(bench.ada.sent).toHaveCount(0);
  await bench.connectAll();
  await bench.button("Disconnect all").click();
  await bench.hasStatus("closed");
  await expect(bench.ada.state).toHaveText("Disconnected: io client disconnect");
});

test("the_wire_shows_the_event_and_the_acknowledgement", async ({ page, playground }) => {
  const bench = new ChatBench(page);
  await bench.open(`${playground.url}/chat.html`);
  await bench.connectAll("websocket");
  const said = words();
  await bench.ada.say(said);
  await expect(bench.bo.received.filter({ hasText: said })).toBeVisible();
  await expect(bench.ada.sent.last()).toContainText("delivered");
  const texts = () =>
    bench.root.evaluate((element) => {
      const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element)
        .wire;
      const hex = (/** @type {string} */ digits) =>
        new TextDecoder().decode(
          Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
        );
      return session
        .since(0)
        .filter((event) => event.type === "unit" && event.unit.kind === "engine_io")
        .map((event) =>
          hex(/** @type {import("../src/wire/tap.js").UnitEvent} */ (event).unit.bytes),
        );
    });
  await expect(async () => {
    const all = await texts();
    // Up with the number of an acknowledgement, down to each member without one.
    expect(all).toContainEqual(
      expect.stringMatching(RegExp(String.raw`^42\d+\["chat message","${said}"\]$`)),
    );
    expect(all.filter((text) => text === `42["chat message","${said}"]`)).toHaveLength(2);
    expect(all).toContainEqual(expect.stringMatching(/^43\d+\[\{"ok":true\}\]$/));
  }).toPass();
});
