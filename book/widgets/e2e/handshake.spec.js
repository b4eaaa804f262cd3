import { expect, test } from "./fixtures.js";
import { HandshakeBench } from "./pages/handshake.js";

/** @param {import("@playwright/test").Page} page @param {import("./servers.js").Server} playground */
async function open(page, playground) {
  const bench = new HandshakeBench(page);
  await bench.open(`${playground.url}/handshake.html`);
  return bench;
}

test("the_accept_of_the_standards_key_is_the_standards_accept", async ({ page, playground }) => {
  /** @type {string[]} */
  const sockets = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  const bench = await open(page, playground);
  await expect(bench.steps).toHaveText([
    "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
    "b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea",
    "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
  ]);
  await bench.key.fill("any text");
  await expect(bench.steps.last()).not.toHaveText("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  await expect(bench.root).toContainText("A handshake needs 16 bytes");
  expect(sockets).toEqual([]);
});

test("the_browsers_own_key_is_taken_from_the_wire", async ({ page, playground }) => {
  const bench = await open(page, playground);
  await bench.button("Use my browser's key").click();
  await expect(bench.compared).toContainText("The same.");
  const first = await bench.key.inputValue();
  expect(atob(first)).toHaveLength(16);
  await bench.button("Use my browser's key").click();
  await expect(bench.key).not.toHaveValue(first);
  await expect(bench.compared).toContainText("The same.");
});

for (const [name, status, words] of /** @type {const} */ ([
  ["Correct", "101 Switching Protocols", "there is no HTTP any more"],
  ["No Upgrade", "426 Upgrade Required", "is a WebSocket endpoint"],
  ["Version 12", "426 Upgrade Required", "version 13 only"],
  ["No key", "400 Bad Request", "needs exactly one"],
  ["Foreign origin", "403 Forbidden", "Pages of the origin `https://evil.example`"],
])) {
  test(`the_handshake_${name.toLowerCase().replace(" ", "_")}_gets_${status.slice(0, 3)}`, async ({
    page,
    playground,
  }) => {
    const bench = await open(page, playground);
    await bench.send(name, status);
    await expect(bench.answer).toContainText(words);
    await bench.hasStatus(name === "Correct" ? "open" : "closed");
  });
}

test("the_answer_names_the_broken_rule_and_its_section", async ({ page, playground }) => {
  const bench = await open(page, playground);
  await bench.send("No key", "400");
  await expect(bench.answer.locator(".handshake-rule")).toHaveText([
    /^Breaks: The opening handshake must hold exactly one Sec-WebSocket-Key. \(RFC 6455 section 4.1\)$/,
  ]);
});

test("a_header_can_be_left_out_or_written_anew", async ({ page, playground }) => {
  const bench = await open(page, playground);
  await bench.input("Value of Sec-WebSocket-Key").fill("AQIDBAUGBwgJCgsMDQ4PEC==");
  await expect(bench.input("Begin with")).toHaveValue("");
  await bench.primary.click();
  await expect(bench.statusLine).toContainText("400");
  await bench.input("Value of Sec-WebSocket-Key").fill("AQIDBAUGBwgJCgsMDQ4PEA==");
  await bench.primary.click();
  await expect(bench.statusLine).toContainText("101");
  await bench.input("Connection:").uncheck();
  await bench.primary.click();
  await expect(bench.statusLine).toContainText("426");
});
