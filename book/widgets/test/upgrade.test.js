import assert from "node:assert/strict";
import { test } from "node:test";
import { Boxes, MAX_BOXES } from "../src/upgrade/boxes.js";
import { captionOf } from "../src/upgrade/caption.js";
import { costToConnect } from "../src/upgrade/measure.js";
import { groupsOf } from "../src/upgrade/steps.js";
import { labelOf } from "../src/upgrade/words.js";

const POLL = "/socket.io/?EIO=4&transport=polling";
const SWITCH = "/socket.io/?EIO=4&transport=websocket&sid=A";

/** Tells boxes as the tap does. The bytes of heads do not matter, their number does. */
class Told {
  boxes = new Boxes();
  /** Where each stream has come to. @type {Map<string, number>} */
  #at = new Map();
  /** @type {Map<string, { connection: number, exchange: number, up: number, down: number }>} */
  #sums = new Map();

  /** @param {number} connection @param {number} exchange @param {number} at_us */
  constructor(connection = 7, exchange = 1, at_us = 0) {
    this.connection = connection;
    this.exchange = exchange;
    this.at_us = at_us;
  }

  /** What follows is of this exchange. @param {number} connection @param {number} exchange */
  on(connection, exchange) {
    this.connection = connection;
    this.exchange = exchange;
    return this;
  }

  /** @param {"→" | "←"} arrow @param {string} kind @param {number} size @param {any} [data] */
  #wire(arrow, kind, size, data) {
    const direction = arrow === "→" ? "client_to_server" : "server_to_client";
    const key = `${this.exchange} ${arrow}`;
    const from = this.#at.get(key) ?? 0;
    this.#at.set(key, from + size);
    const unit = {
      direction,
      layer: "wire",
      kind,
      span: [from, from + size],
      bytes: "00".repeat(size),
    };
    this.#unit({ ...unit, fields: [], summary: kind, ...data });
    const of = { connection: this.connection, exchange: this.exchange, up: 0, down: 0 };
    const sums = this.#sums.get(`${this.exchange}`) ?? of;
    sums[arrow === "→" ? "up" : "down"] += size;
    this.#sums.set(`${this.exchange}`, sums);
    const count = (/** @type {number} */ bytes) => ({ bytes, head: 0, payload: 0, frames: 0 });
    const { up, down } = sums;
    this.#take({ type: "counts", at_us: this.at_us, up: count(up), down: count(down) });
  }

  /** @param {any} unit */
  #unit(unit) {
    this.at_us += 1000;
    this.#take({ type: "unit", at_us: this.at_us, unit });
  }

  /** @param {any} event */
  #take(event) {
    const { connection, exchange } = this;
    this.boxes.take({ token: "t", connection, exchange, ...event });
  }

  /** @param {"→" | "←"} arrow @param {string} text an Engine.IO packet */
  #packet(arrow, text) {
    const direction = arrow === "→" ? "client_to_server" : "server_to_client";
    const bytes = Buffer.from(text).toString("hex");
    const types = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
    const common = { direction, layer: "content", span: [0, 1], fields: [], summary: "" };
    this.#unit({ ...common, kind: "engine_io", packet_type: types[Number(text[0])], bytes });
    if (!text.startsWith("4")) return;
    const sockets = ["CONNECT", "DISCONNECT", "EVENT", "ACK", "CONNECT_ERROR"];
    const packet = { packet_type: sockets[Number(text[1])] };
    this.#unit({ ...common, kind: "socket_io", packet, bytes: bytes.slice(2) });
  }

  /** @param {string} method @param {string} target @param {string} [body] */
  ask(method, target, body) {
    this.#wire("→", "request_head", 500, { method, target });
    if (body) this.#wire("→", "body", body.length);
    if (body) this.#packet("→", body);
    return this;
  }

  /** @param {number} status @param {string} body @param {string[]} packets */
  answer(status, body, packets = [body]) {
    this.#wire("←", "response_head", 200, { status });
    const bytes = Buffer.from(body).toString("hex");
    if (body) this.#wire("←", "body", body.length, { bytes });
    if (body !== "ok") for (const packet of packets) if (packet) this.#packet("←", packet);
    return this;
  }

  /** @param {"→" | "←"} arrow @param {string} text */
  frame(arrow, text) {
    const header = { opcode: "text", payload_length: text.length };
    this.#wire(arrow, "frame", text.length + (arrow === "→" ? 6 : 2), { header });
    this.#packet(arrow, text);
    return this;
  }
}

/** The whole dance, over three connections. */
function dance() {
  const told = new Told();
  told.ask("GET", POLL).answer(200, '0{"sid":"A"}');
  told.on(7, 2).ask("POST", `${POLL}&sid=A`, "40/echo,").answer(200, "ok");
  told.on(9, 3).ask("GET", `${POLL}&sid=A`).answer(200, '40/echo,{"sid":"B"}');
  told.on(12, 4).ask("GET", SWITCH).answer(101, "");
  told.on(9, 5).ask("GET", `${POLL}&sid=A`);
  told.on(12, 4).frame("→", "2probe").frame("←", "3probe");
  told.on(9, 5).answer(200, "6");
  told.on(12, 4).frame("→", "5").frame("→", '42/echo,["message","Hello!"]');
  return told;
}

/** @param {Boxes} boxes */
function labels(boxes) {
  return boxes.inTime.map((box) => {
    const { what, packets } = labelOf(box);
    return [box.connection, box.from === "client" ? "→" : "←", what, ...packets]
      .filter(Boolean)
      .join(" ");
  });
}

test("each_request_response_and_frame_is_a_box_on_its_connection", () => {
  assert.deepEqual(labels(dance().boxes), [
    "1 → GET polling",
    "1 ← 200 0{…}",
    "1 → POST 40/echo,",
    "1 ← 200 ok",
    "2 → GET polling",
    "2 ← 200 40/echo,{…}",
    "3 → GET Upgrade",
    "3 ← 101 Switching Protocols",
    "2 → GET polling",
    "3 → 2probe",
    "3 ← 3probe",
    "2 ← 200 6",
    "3 → 5",
    '3 → 42/echo,["message",…]',
  ]);
});

test("boxes_add_up_to_the_sums_of_their_connection", () => {
  const { boxes } = dance();
  for (const { number, up, down } of boxes.connections) {
    const bytes = (/** @type {string} */ side) =>
      boxes.inTime
        .filter(({ connection, from }) => connection === number && from === side)
        .reduce((sum, box) => sum + box.bytes, 0);
    assert.deepEqual([bytes("client"), bytes("server")], [up, down], `connection ${number}`);
  }
  assert.deepEqual(
    boxes.connections.map(({ requests, isWebSocket }) => [requests, isWebSocket]),
    [
      [2, false],
      [2, false],
      [1, true],
    ],
  );
});

test("boxes_stand_in_the_order_of_time_however_they_were_told", () => {
  const told = new Told(7, 1, 50_000);
  told.ask("GET", POLL);
  told.at_us = 10_000;
  told.on(8, 2).ask("POST", `${POLL}&sid=A`, "40");
  assert.deepEqual(labels(told.boxes), ["2 → POST 40", "1 → GET polling"]);
});

test("steps_begin_in_the_order_of_the_dance_and_a_late_box_names_its_own", () => {
  const groups = groupsOf(dance().boxes.inTime);
  assert.deepEqual(
    groups.map(({ step, number }) => `${number} ${step}`),
    ["1 open", "2 connect", "3 poll", "4 websocket", "5 probe", "6 upgrade", "7 events"],
  );
  const late = groups.flatMap(({ step, boxes }) =>
    boxes.flatMap(({ earlier }) => (earlier === null ? [] : [`${step}: ${earlier}`])),
  );
  // The second poll goes out while the WebSocket opens.
  assert.deepEqual(late, ["websocket: 3"]);
});

test("connecting_ends_with_the_upgrade_when_the_client_moves", () => {
  const boxes = dance().boxes.inTime;
  const until = boxes.slice(0, -1);
  const bytes = (/** @type {string} */ side) =>
    until.filter(({ from }) => from === side).reduce((sum, box) => sum + box.bytes, 0);
  const [up, down] = [bytes("client"), bytes("server")];
  assert.deepEqual(costToConnect(boxes, true), { connections: 3, requests: 5, up, down });
  assert.deepEqual(costToConnect(boxes, false), {
    connections: 2,
    requests: 3,
    up: 500 + 508 + 500,
    down: 212 + 202 + 219,
  });
  assert.equal(costToConnect(boxes.slice(0, -2), true), null, "before the upgrade packet");
  assert.equal(costToConnect(boxes.slice(0, 5), false), null, "before the namespace is granted");
});

test("a_caption_says_where_a_boxs_bytes_go_and_what_it_says", () => {
  const [, , , , , , , , , probe] = dance().boxes.inTime;
  assert.ok(probe);
  assert.equal(
    captionOf(probe),
    "Connection 3, client to server: 2probe. 12 bytes: frame header 6 + Engine.IO 6. Does this way carry packets?",
  );
});

test("packets_that_share_an_answer_are_all_named", () => {
  const told = new Told();
  told.ask("GET", `${POLL}&sid=A`);
  told.answer(200, '40{"sid":"B"}\x1e42["auth",{}]', ['40{"sid":"B"}', '42["auth",{}]']);
  assert.equal(labels(told.boxes)[1], '1 ← 200 40{…} 42["auth",…]');
  const [, answer] = told.boxes.inTime;
  assert.ok(answer);
  assert.match(captionOf(answer), /the byte 1e stands between them/);
});

test("a_long_talk_is_counted_on_and_not_kept", () => {
  const told = new Told();
  told.ask("GET", SWITCH).answer(101, "");
  for (let i = 0; i < MAX_BOXES; i++) told.frame("→", '42["message"]');
  assert.equal(told.boxes.inTime.length, MAX_BOXES);
  assert.equal(told.boxes.more, 2);
  assert.equal(told.boxes.connections[0]?.up, 500 + 19 * MAX_BOXES);
});
