// The race's bytes at the socket, compared with what other eyes see.
import { connect } from "node:net";
import { expect, test } from "./fixtures.js";
import { RaceBench } from "./pages/race.js";

const LANES = [
  "Short polling",
  "Long polling",
  "SSE",
  "WebSocket",
  "Socket.IO, polling",
  "Socket.IO, WebSocket",
];

/** @param {import("@playwright/test").Page} page @param {{ url: string }} playground */
async function openRace(page, { url }) {
  const race = new RaceBench(page);
  await race.open(`${url}/race.html`);
  await race.input("Short polling asks every").selectOption("50 ms");
  return race;
}

/** The number in a lane's column. @param {RaceBench} race @param {string} measure @param {string} lane */
async function number(race, measure, lane) {
  const [head = [], ...rows] = await race.tableRows();
  const text = rows.find(([label]) => label === measure)?.[head.indexOf(lane)];
  expect(text, `${measure}, ${lane}`).toMatch(/^\d+(\.\d)?$/);
  return Number(text);
}

/**
 * Asks over a TCP connection of its own, and takes what comes up to `end`.
 *
 * @param {string} address @param {string[]} headers @param {string} end
 * @returns {Promise<Buffer>}
 */
function rawAnswer(address, headers, end) {
  const { host, hostname, port, pathname, search } = new URL(address);
  const head = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, ...headers, "", ""];
  return new Promise((resolve, reject) => {
    /** @type {Buffer} */
    let answer = Buffer.alloc(0);
    const socket = connect(Number(port), hostname, () => socket.write(head.join("\r\n")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`It ended with ${answer.subarray(-40)}`)));
    socket.on("data", (/** @type {Buffer} */ bytes) => {
      answer = Buffer.concat([answer, bytes]);
      if (!answer.subarray(-end.length).equals(Buffer.from(end))) return;
      resolve(answer);
      socket.destroy();
    });
  });
}

/** The headers with which a page of the playground opens a WebSocket. @param {{ url: string }} playground */
function handshakeOf({ url }) {
  return [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    `Origin: ${url}`,
  ];
}

/** Frames of a server (RFC 6455 section 5.2), from the payloads that the browser saw. @param {number[]} payloads */
function framesOf(payloads) {
  return payloads.reduce((sum, length) => sum + (length < 126 ? 2 : 4) + length, 0);
}

test("a_websocket_costs_its_head_and_its_frames", async ({ page, playground }) => {
  /** @type {number[]} */
  const payloads = [];
  page.on("websocket", (socket) => {
    if (!socket.url().includes("/race/")) return;
    socket.on("framereceived", ({ payload }) => payloads.push(Buffer.byteLength(payload)));
  });
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  payloads.length = 0;
  // The second race begins at zero.
  const address = await race.start();
  await race.hasStatus("closed");
  const reason = "That was the last tick.";
  const answer = await rawAnswer(`${address}/ws?after=0`, handshakeOf(playground), reason);
  const head = answer.indexOf("\r\n\r\n") + 4;
  expect(payloads.slice(0, 30)).toHaveLength(30);
  const frames = framesOf([...payloads.slice(0, 30), 2 + reason.length]);
  expect(await number(race, "Bytes down, with headers", "WebSocket")).toBe(head + frames);
  expect(answer.length).toBe(head + frames);
});

test("an_event_stream_costs_what_another_client_gets", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  const address = await race.start();
  await race.hasStatus("closed");
  const headers = ["Accept: text/event-stream", "Connection: keep-alive"];
  const answer = await rawAnswer(`${address}/sse?after=0`, headers, "\r\n0\r\n\r\n");
  expect(String(answer)).toContain("event: end");
  expect(await number(race, "Bytes down, with headers", "SSE")).toBe(answer.length);
});

test("polling_costs_an_answer_with_a_head_for_each_question", async ({ page, playground }) => {
  /** @type {import("@playwright/test").Request[]} */
  const polls = [];
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith("/poll")) polls.push(request);
  });
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  const sizes = await Promise.all(polls.map((request) => request.sizes()));
  const bytes = sizes.map((answer) => answer.responseHeadersSize + answer.responseBodySize);
  const sum = bytes.reduce((sum, more) => sum + more, 0);
  expect(await number(race, "Bytes down, with headers", "Short polling")).toBe(sum);
});

test("socket_io_over_polling_costs_what_the_browser_saw", async ({ page, playground }) => {
  /** @type {import("@playwright/test").Request[]} */
  const requests = [];
  page.on("request", (request) => {
    if (request.url().includes("transport=polling")) requests.push(request);
  });
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  const sum = sizes.reduce((sum, it) => sum + it.responseHeadersSize + it.responseBodySize, 0);
  expect(await number(race, "Bytes down, with headers", "Socket.IO, polling")).toBe(sum);
});

test("socket_io_over_websocket_costs_its_head_and_its_frames", async ({ page, playground }) => {
  /** @type {number[]} */
  const payloads = [];
  page.on("websocket", (socket) => {
    if (!socket.url().includes("transport=websocket")) return;
    socket.on("framereceived", ({ payload }) => payloads.push(Buffer.byteLength(payload)));
  });
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  // OPEN, CONNECT, 30 ticks, the end and DISCONNECT.
  expect(payloads).toHaveLength(34);
  const session = `${playground.url}/socket.io/?EIO=4&transport=websocket`;
  const head = (await rawAnswer(session, handshakeOf(playground), "}")).indexOf("\r\n\r\n") + 4;
  // The client closes without a code, and is answered so.
  const sum = await number(race, "Bytes down, with headers", "Socket.IO, WebSocket");
  expect(sum).toBe(head + framesOf([...payloads, 0]));
});

test("headers_make_polling_dearer_than_websocket", async ({ page, playground }) => {
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  const websocket = await number(race, "Bytes per update", "WebSocket");
  for (const lane of LANES.filter((lane) => lane !== "WebSocket")) {
    expect(await number(race, "Bytes per update", lane)).toBeGreaterThan(websocket);
  }
  for (const lane of LANES) {
    const up = await number(race, "Bytes up, with headers", lane);
    const down = await number(race, "Bytes down, with headers", lane);
    expect(await number(race, "Bytes per update", lane)).toBe(
      Number(((up + down) / 30).toFixed(1)),
    );
    expect(down).toBeGreaterThan(await number(race, "Payload (bytes)", lane));
  }
});

test("the_wire_counts_while_it_is_folded_and_shows_frames_when_it_is_open", async ({
  page,
  playground,
}) => {
  const race = await openRace(page, playground);
  await expect(race.wire.root).not.toHaveAttribute("open");
  await race.start();
  await race.hasStatus("closed");
  await expect(race.wire.sums).toHaveText(/^[\d,]+ bytes up, [\d,]+ down$/);
  await race.wire.open();
  // Only rows near those in view are drawn.
  await race.wire.list.press("Home");
  await expect(race.wire.row("POST /race")).toHaveCount(1);
  await race.wire.list.press("End");
  await expect(race.wire.row("WebSocket").first()).toHaveText(
    /Ended after [\d,]+ bytes up, [\d,]+ down/,
  );
  await expect(race.wire.row("200 OK")).toHaveCount(0);
  await race.start();
  await race.hasStatus("closed");
  await expect(race.wire.row("200 OK").last()).toBeVisible();
});

/**
 * Changes what the tap says of one lane.
 *
 * @param {import("@playwright/test").Page} page
 * @param {(token: string, told: any[]) => any[]} change `token` is of the lane that was watched first
 */
function changeTap(page, change) {
  return page.routeWebSocket(/\/tap$/, (socket) => {
    const server = socket.connectToServer();
    /** @type {string | undefined} */
    let first;
    socket.onMessage((message) => {
      first ??= JSON.parse(String(message)).token;
      server.send(message);
    });
    server.onMessage((message) => {
      const told = [JSON.parse(String(message))].flat();
      socket.send(JSON.stringify(change(first ?? "", told)));
    });
  });
}

test("a_lane_with_requests_that_nobody_saw_says_so", async ({ page, playground }) => {
  const sentence = "This view has shown as many requests as it may.";
  await changeTap(page, (token, told) =>
    told.map((event) =>
      event.type === "ended" && event.token === token
        ? { ...event, type: "dropped", why: "exchanges", bytes: 0, sentence }
        : event,
    ),
  );
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  for (const measure of [
    "Bytes up, with headers",
    "Bytes down, with headers",
    "Bytes per update",
  ]) {
    const texts = await race.cells(measure).allTextContents();
    expect(texts[0]).toBe("incomplete");
    for (const text of texts.slice(1)) expect(text).toMatch(/^\d+(\.\d)?$/);
  }
  await expect(race.root).toContainText(`Short polling, bytes with headers: ${sentence}`);
});

test("without_a_tap_the_race_goes_on_and_has_no_such_numbers", async ({ page, playground }) => {
  await page.routeWebSocket(/\/tap$/, (socket) =>
    socket.close({ code: 1013, reason: "Too many." }),
  );
  const race = await openRace(page, playground);
  await race.start();
  await race.hasStatus("closed");
  await expect(race.cells("Updates received")).toHaveText(LANES.map(() => "30"));
  await expect(race.cells("Bytes per update")).toHaveText(LANES.map(() => "–"));
  await expect(race.root).toContainText("Nothing counts the bytes with headers: there is no tap.");
});
