import { expect, test } from "./fixtures.js";
import { ViolationBench } from "./pages/violation.js";

const LOST = "open, error, close 1006, wasClean false";

/**
 * What Chromium does. That it fails the connection is what the standard demands, or allows where it names no
 * consequence; the code and the reason are its own choice: it says 1002 where section 7.4.1 has 1007 for bad UTF-8.
 *
 * @type {Record<string, [seen: string, sent: string | RegExp]>}
 */
const CHROMIUM = {
  "A wrong accept value": ["error, close 1006, wasClean false", "no Close frame"],
  "A masked frame": [LOST, "Close 1002 “Masked frame from server”"],
  "A reserved opcode": [LOST, "Close 1002 “Unknown opcode”"],
  "A reserved bit": [LOST, "Close 1002 “Invalid reserved bit”"],
  "A length in a longer form than needed": [LOST, "Close 1002 “WebSocket Protocol Error”"],
  "Text that is not UTF-8": [LOST, "Close 1002 “Invalid UTF-8 in text frame”"],
  "A continuation of nothing": [LOST, "Close 1002 “Unexpected continuation”"],
  "A fragmented ping": [LOST, "Close 1002 “WebSocket Protocol Error”"],
  "A ping that is too long": [LOST, "Close 1002 “WebSocket Protocol Error”"],
  "Close code 1005 on the wire": [LOST, "Close 1002"],
};

test("the_rules_come_when_the_reader_asks_for_them", async ({ page, playground }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/violations.json")) asked.push(request.url());
  });
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  expect(asked).toEqual([]);
  await violation.showRules();
  expect(asked).toHaveLength(1);
  await expect(violation.input("The server breaks").locator("option")).toHaveText(
    Object.keys(CHROMIUM),
  );
  await violation.input("The server breaks").selectOption("masked-frame");
  await expect(violation.about).toHaveText(
    "A text frame “Hi” with MASK = 1 and a masking key: 81 82 37 fa 21 3d 7f 93, then a correct message “Still here?”. See RFC 6455 section 5.1.",
  );
});

test("chromium_fails_the_connection_for_every_broken_rule", async ({ page, playground }) => {
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.breakAll();
  await expect(violation.verdict).toHaveText(
    "10 rules broken: once it never opens, 9 times it closes with 1002.",
  );
  await expect(violation.results).toHaveCount(Object.keys(CHROMIUM).length);
  for (const [title, [seen, sent]] of Object.entries(CHROMIUM)) {
    await expect(violation.cells(title), title).toHaveText([/\.$/, seen, sent]);
  }
});

test("a_prediction_is_compared_with_what_happened", async ({ page, playground }) => {
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.showRules();
  await violation.break("wrong-accept");
  await expect(violation.verdict).toHaveText("Your browser never opens.");
  await violation.break("bad-utf8", "closes with 1007");
  await expect(violation.verdict).toHaveText(
    "Your browser closes with 1002. You said: closes with 1007.",
  );
  await violation.break("bad-utf8", "closes with 1002");
  await expect(violation.verdict).toHaveText("Your browser closes with 1002. You were right.");
  // One row a rule, however often it is broken.
  await expect(violation.results).toHaveCount(2);
});

test("what_a_browser_accepts_is_seen_too", async ({ page, playground }) => {
  // A browser that minds nothing, in the place of a server that breaks nothing: the page is told the same.
  await page.routeWebSocket(/\/ws\/violation\//, (socket) => {
    socket.send("Still here?");
    socket.close({ code: 4000 });
  });
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.showRules();
  await violation.break("rsv1", "keeps going");
  await expect(violation.verdict).toHaveText("Your browser keeps going. You were right.");
  await expect(violation.cells("A reserved bit")).toHaveText([
    /\.$/,
    "open, message “Still here?”, close 4000, wasClean true",
    "not seen: the tap is missing",
  ]);
});

test("the_wire_shows_the_broken_frame_and_the_answer", async ({ page, playground }) => {
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.showRules();
  await violation.break("masked-frame");
  expect(await violation.frames("server_to_client")).toEqual([
    "text, masked, 2 bytes",
    "text, 11 bytes",
  ]);
  expect(await violation.frames("client_to_server")).toEqual(["close, masked, 26 bytes"]);
});

test("without_a_tap_the_demo_does_not_claim_what_it_did_not_see", async ({ page, playground }) => {
  await page.routeWebSocket(/\/tap$/, (socket) => socket.close());
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.showRules();
  await violation.break("masked-frame", "closes with 1002");
  await expect(violation.cells("A masked frame")).toHaveText([
    /\.$/,
    LOST,
    "not seen: the tap is missing",
  ]);
  await expect(violation.verdict).toHaveText("Your browser ends. You said: closes with 1002.");
});

test("the_recording_is_the_table", async ({ page, playground }) => {
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await violation.showRules();
  await violation.break("close-1005");
  const { table, events } = await violation.result();
  expect(events).toBeUndefined();
  expect(table?.head).toHaveLength(4);
  expect(table?.rows.map(([rule]) => rule)).toEqual(["Close code 1005 on the wire (section 7.4)"]);
});
