import { expect, test } from "./fixtures.js";
import { ForgeBench } from "./pages/forge.js";

const HELLO = "81 85 37 fa 21 3d 7f 9f 4d 51 58";

/** @param {import("@playwright/test").Page} page @param {import("./servers.js").Server} playground */
async function open(page, playground, name = "forge") {
  const forge = new ForgeBench(page);
  await forge.open(`${playground.url}/${name}.html`);
  return forge;
}

test("nothing_connects_before_the_reader_acts_in_the_forge", async ({ page, playground }) => {
  /** @type {string[]} */
  const sockets = [];
  page.on("websocket", (socket) => sockets.push(new URL(socket.url()).pathname));
  const forge = await open(page, playground);
  await expect(forge.bytes).toHaveAttribute("data-empty", /Change a control/);
  expect(sockets).toEqual([]);
  await forge.input("FIN").uncheck();
  await expect(forge.hex).toBeVisible();
  expect(sockets).toEqual(["/ws/raw"]);
});

test("hello_is_sent_as_shown_and_comes_back", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.send("One frame came back: text, 5 bytes: “Hello”. The connection is open.");
  await expect(forge.hex).toContainText(HELLO);
  await expect(forge.rows("client")).toHaveText(["text, masked, 5 bytes: “Hello”"]);
  await expect(forge.rows("server")).toHaveText(["text, 5 bytes: “Hello”"]);
  await expect(forge.root.locator(".bench-wire-sums")).toContainText(/[1-9]\d* bytes up/);
});

test("the_bytes_follow_every_control", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("FIN").uncheck();
  await expect(forge.hex).toContainText("01 85 37");
  await forge.input("Opcode").selectOption("2");
  await expect(forge.hex).toContainText("02 85 37");
  await forge.input("MASK").uncheck();
  await expect(forge.hex).toContainText("02 05 48 65 6c 6c 6f");
  await forge.input("Length written in").selectOption("sixteen");
  await expect(forge.hex).toContainText("02 7e 00 05 48");
  await forge.input("Claimed length").fill("6");
  await expect(forge.hex).toContainText("02 7e 00 06 48");
  await forge.input("MASK").check();
  await forge.input("Masking key").fill("00000000");
  await expect(forge.hex).toContainText("02 fe 00 06 00 00 00 00 48");
  for (const [index, bits] of ["40", "60", "70"].entries()) {
    await forge.input(`RSV${index + 1}`).check();
    await expect(forge.hex).toContainText(`${bits.replace("0", "2")} fe`);
  }
});

test("the_newest_preview_stays_however_fast_the_reader_types", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("Payload").fill("");
  await forge.input("MASK").uncheck();
  await forge.input("Payload").pressSequentially("The quick brown fox jumps over the lazy dog");
  await expect(forge.hex).toContainText("79 20 64 6f 67");
  await expect(forge.bytes.locator(".unit")).toHaveCount(1);
});

test("a_ping_overtakes_the_message_that_it_stands_in", async ({ page, playground }) => {
  const forge = await open(page, playground, "forge-fragments");
  await expect(forge.queue).toHaveText(["1 text, FIN 0", "2 ping, FIN 1", "3 continuation, FIN 1"]);
  await forge.send("text, 5 bytes: “Hello”. The connection is open.");
  await expect(forge.rows("server")).toHaveText([
    "pong, 6 bytes: “there?”",
    "text, 5 bytes: “Hello”",
  ]);
  await forge.queue.nth(1).click();
  await expect(forge.hex).toContainText("89 86");
});

test("each_length_comes_back_in_its_form", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("Begin with").selectOption("lengths");
  for (const [index, header] of [
    "81 fd",
    "81 fe 00 7e",
    "81 fe ff ff",
    "81 ff 00 00 00 00 00 01 00 00",
  ].entries()) {
    await forge.queue.nth(index).click();
    await expect(forge.hex.first()).toContainText(header);
  }
  await forge.send("4 frames came back");
  await expect(forge.rows("server")).toContainText([
    "text, 125 bytes",
    "text, 126 bytes",
    "text, 65535 bytes",
    "text, 65536 bytes",
  ]);
  await expect(forge.rules).toHaveCount(0);
});

test("a_broken_rule_is_named_and_answered_by_the_real_server", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("Begin with").selectOption("illegal");
  await expect(forge.rules).toHaveText([
    "Breaks a rule: A client must mask every frame. The server must close the connection. (RFC 6455 section 5.1)",
  ]);
  await forge.send("One frame came back: close 1002 (protocol error)");
  await expect(forge.outcome).toContainText("The server closed TCP");
  await forge.hasStatus("closed");
  await expect(forge.button("Hang up")).toHaveAttribute("aria-disabled", "true");
});

test("the_server_waits_for_what_a_lying_length_claims", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("Claimed length").fill("8");
  await expect(forge.rules).toContainText([
    "the server will wait for 3 bytes more. No rule forbids",
  ]);
  await forge.send("Nothing has come back so far. The last header claims more than there is");
  await forge.hasStatus("open");
  await forge.button("Hang up").click();
  await forge.hasStatus("closed");
  await expect(forge.outcome).toHaveText("Nothing came back. The raw client hung up.");
});

test("a_message_without_an_end_is_waited_for", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.input("FIN").uncheck();
  await forge.send("its last frame has FIN 0");
});

test("every_send_is_a_new_connection", async ({ page, playground }) => {
  const forge = await open(page, playground);
  await forge.send("One frame came back");
  await forge.input("Payload").fill("again");
  await forge.send("“again”");
  await expect(forge.rows("server")).toHaveText(["text, 5 bytes: “again”"]);
  await expect(forge.rows("note")).toHaveText([/^101/]);
  await forge.hasStatus("open");
});

test("frames_are_added_and_removed_up_to_a_bound", async ({ page, playground }) => {
  const forge = await open(page, playground);
  const add = forge.button("Add a frame");
  for (let press = 1; press <= 17; press++) await add.press("Enter");
  await expect(forge.queue).toHaveCount(16);
  await expect(add).toHaveAttribute("aria-disabled", "true");
  await forge.send("16 frames came back");
  const remove = forge.button("Remove this frame");
  for (let press = 1; press <= 17; press++) await remove.press("Enter");
  await expect(forge.queue).toHaveCount(1);
});

test("what_cannot_be_a_frame_is_said_beside_its_field", async ({ page, playground }) => {
  const forge = await open(page, playground);
  for (const [label, value, words] of /** @type {const} */ ([
    ["Masking key", "37 fa 21", "A key is four bytes in hex"],
    ["Claimed length", "-1", "A whole number, or nothing."],
  ])) {
    await forge.input(label).fill(value);
    await expect(forge.root).toContainText(words);
    await forge.primary.click();
    await expect(forge.problem).toContainText("cannot be sent as it is");
    await forge.input("Begin with").selectOption("fragments");
    await forge.input("Begin with").selectOption("hello");
    await expect(forge.root).not.toContainText(words);
  }
  await forge.input("Payload as").selectOption("count");
  await expect(forge.input("Payload")).toHaveValue("5");
  await forge.input("Payload").fill("262144");
  await expect(forge.rules).toContainText([
    "All frames of one command have 262144 bytes at the most.",
  ]);
  await expect(forge.rows("client")).toHaveCount(0);
});

test("leaving_the_page_closes_the_forge", async ({ page, playground }) => {
  const forge = await open(page, playground);
  const socket = page.waitForEvent("websocket", (socket) => socket.url().endsWith("/ws/raw"));
  await forge.send("One frame came back");
  const closed = (await socket).waitForEvent("close");
  await forge.root.evaluate((element) => element.remove());
  await closed;
});
