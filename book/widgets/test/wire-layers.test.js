import assert from "node:assert/strict";
import { test } from "node:test";
import { layersOf } from "../src/wire/layers.js";
import { Timeline } from "../src/wire/rows/timeline.js";
import { WireSession } from "../src/wire/session.js";
import { eventsOf } from "./wire-events.js";

/** Each row of a fixture with its layers. @param {string} name */
function layeredRows(name) {
  const session = new WireSession();
  for (const event of eventsOf(name)) session.take(event);
  const timeline = new Timeline(session);
  timeline.refresh();
  return timeline.rows.flatMap((row) => {
    if (row.event.type !== "unit") return [];
    const layers = layersOf(session.around(row.event), row.units);
    return layers ? [{ row, layers }] : [];
  });
}

/** @param {string} fixture @param {string} summary */
function sumOf(fixture, summary) {
  const found = layeredRows(fixture).find(({ row }) => row.summary === summary);
  assert.ok(found, `no row says ${summary}`);
  return found.layers.parts.map(({ name, bytes }) => `${name} ${bytes}`).join(" + ");
}

test("parts_add_up_to_the_frames_that_crossed", () => {
  const rows = layeredRows("socketio-websocket");
  assert.ok(rows.length >= 8, `${rows.length}`);
  for (const { row, layers } of rows) {
    const crossed = layers.outer.map(({ unit }) => unit.bytes.length / 2);
    const total = crossed.reduce((sum, bytes) => sum + bytes, 0);
    assert.equal(layers.total, total, row.summary);
    const parts = layers.parts.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.equal(parts, total, row.summary);
    // Nothing of a frame is left to "other packets": header and packet are all of it.
    assert.ok(!layers.parts.some(({ name }) => name.startsWith("other")), row.summary);
  }
});

test("parts_of_a_packet_among_others_add_up_to_the_whole_request", () => {
  const rows = layeredRows("socketio-polling");
  assert.ok(rows.length >= 6, `${rows.length}`);
  for (const { row, layers } of rows) {
    const [first, ...rest] = layers.outer.map(({ unit }) => unit);
    assert.match(first?.kind ?? "", /_head$/);
    assert.ok(rest.every(({ kind }) => kind === "body"));
    const parts = layers.parts.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.equal(parts, layers.total, row.summary);
  }
});

test("each_layer_says_what_it_adds", () => {
  // 2a.. 42/chat,1["say","hello",{"to":"all"}]: a masked frame's header is 6 bytes.
  assert.equal(
    sumOf("socketio-websocket", 'EVENT "say" in /chat, ack id 1'),
    "frame header 6 + Engine.IO 1 + Socket.IO 8 + your data 28",
  );
  assert.equal(
    sumOf("socketio-websocket", "DISCONNECT in /chat"),
    "frame header 6 + Engine.IO 1 + Socket.IO 7",
  );
  assert.equal(sumOf("socketio-websocket", "ping probe"), "frame header 6 + Engine.IO 6");
});

test("binary_data_costs_nothing_over_websocket_and_base64_over_polling", () => {
  assert.equal(
    sumOf(
      "socketio-websocket",
      "attachment 1 of 1 (placeholder 0) of BINARY_ACK in /chat, ack id 1",
    ),
    "frame header 2 + your data 4",
  );
  // b and AQIDBA== are 9 bytes for 4; 55 are the two packets before it and two separators.
  assert.equal(
    sumOf("socketio-polling", 'attachment 1 of 1 (placeholder 0) of BINARY_EVENT "file"'),
    "HTTP head 120 + Engine.IO 5 + your data 4 + other packets and separators 55",
  );
});

test("what_holds_no_packet_has_no_layers", () => {
  assert.deepEqual(layeredRows("echo"), []);
  assert.deepEqual(layeredRows("polling"), []);
});
