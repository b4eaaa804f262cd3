import { expect, test } from "./fixtures.js";
import { BroadcastBench } from "./pages/broadcast.js";

/** A room of its own for each test: they share the server. @param {string} server @param {string} room */
const pageOf = (server, room) => `${server}/broadcast.html?room=${room}`;

test("what_one_member_says_every_member_gets", async ({ page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "everyone"));
  await bench.connectAll();
  await bench.ada.say("Hello room");
  await expect(bench.ada.received.last()).toHaveText("Ada: Hello room");
  await expect(bench.bo.received.last()).toHaveText("Ada: Hello room");
  await expect(bench.ada.here).toHaveText("Here (2): Ada, Bo");
  await expect(bench.bo.here).toContainText("Here (2):");
});

test("a_member_leaves_and_comes_back", async ({ page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "leave"));
  await bench.connectAll();
  await bench.bo.close.click();
  await bench.bo.isOut();
  await expect(bench.ada.received.last()).toHaveText("Bo left");
  await expect(bench.ada.here).toHaveText("Here (1): Ada");
  await bench.hasStatus("open");
  await bench.bo.name.fill("Bob");
  await bench.bo.connect.click();
  await bench.bo.isIn();
  await expect(bench.ada.received.last()).toHaveText("Bob joined");
  await bench.button("Close all").click();
  await bench.hasStatus("closed");
  await expect(bench.bo.log).toContainText("Closed: code 1000 (normal closure)");
});

test("another_browser_joins_by_the_link", async ({ browser, page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(`${playground.url}/broadcast.html`);
  await bench.input("Room").fill("class-7b");
  await expect(bench.link).toHaveValue(pageOf(playground.url, "class-7b"));
  await bench.ada.connect.click();
  await bench.ada.isIn();
  const context = await browser.newContext();
  const other = new BroadcastBench(await context.newPage());
  await other.open(await bench.link.inputValue());
  await other.bo.name.fill("Guest");
  await other.bo.connect.click();
  await expect(bench.ada.received.last()).toHaveText("Guest joined");
  await other.bo.say("Hello from next door");
  await expect(bench.ada.received.last()).toHaveText("Guest: Hello from next door");
  await context.close();
  await expect(bench.ada.received.last()).toHaveText("Guest left");
});

test("the_link_can_be_copied", async ({ context, page, playground }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "copied"));
  await bench.button("Copy link").click();
  await expect(bench.root).toContainText("Copied.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(pageOf(playground.url, "copied"));
});

test("without_a_clipboard_the_link_is_marked", async ({ page, playground }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "marked"));
  await bench.button("Copy link").click();
  await expect(bench.link).toBeFocused();
  await expect(bench.root).toContainText("copy the marked text");
});

test("names_that_the_server_refuses_are_said_in_place", async ({ page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "No%20Such"));
  await expect(bench.root).toContainText("1 to 32 characters of a-z, 0-9 and -");
  await bench.primary.click();
  await bench.hasStatus("idle");
  await bench.input("Room").fill("fine");
  await bench.ada.name.fill("");
  await bench.ada.connect.click();
  await expect(bench.ada.root).toContainText("1 to 24 printable characters");
  await bench.hasStatus("idle");
});

test("shows_what_a_member_missed", async ({ page, playground }) => {
  // Loss needs a slow reader; here only what the pane makes of the server's word is the question.
  await page.routeWebSocket(/\/ws\/broadcast\//, (socket) => {
    const you = { id: 1, name: "Ada" };
    socket.send(JSON.stringify({ type: "welcome", room: "slow", you, members: [you] }));
    socket.send(JSON.stringify({ type: "missed", count: 7 }));
    socket.send(JSON.stringify({ type: "missed", count: 2 }));
  });
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "slow"));
  await bench.ada.connect.click();
  await expect(bench.ada.here).toHaveText("Here (1): Ada · missed 9");
  await expect(bench.ada.log).toContainText("you missed 7 messages");
});

test("the_wire_shows_one_message_up_and_a_copy_down_for_each_member", async ({
  page,
  playground,
}) => {
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "wire"));
  await expect(bench.wire.root).not.toHaveAttribute("open");
  await bench.connectAll();
  await bench.ada.say("once");
  await expect(bench.bo.received.last()).toHaveText("Ada: once");
  await bench.wire.open();
  await bench.wire.list.press("Home");
  await expect(bench.wire.row("GET /ws/broadcast/wire?name=Ada")).toContainText("Ada");
  await bench.wire.list.press("End");
  await expect(bench.wire.row('text message "once"')).toHaveCount(1);
  await expect(bench.wire.row('text message "once"')).toHaveAttribute("data-from", "client");
  const copies = bench.wire.rows("server").filter({ hasText: 'type\\":\\"message' });
  await expect(copies).toHaveCount(2);
  await expect(copies.filter({ hasText: "Bo" })).toHaveCount(1);
});

test("members_of_one_name_are_two_in_the_wire", async ({ page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(pageOf(playground.url, "namesakes"));
  await bench.bo.name.fill("Ada");
  await bench.connectAll();
  await bench.wire.open();
  await bench.wire.list.press("Home");
  await expect(bench.wire.row("GET /ws/broadcast/namesakes")).toHaveCount(2);
  await expect(bench.wire.row("GET /ws/broadcast/namesakes").last()).toContainText("Ada (Bo)");
});
