import assert from "node:assert/strict";
import { test } from "node:test";
import { Timeline } from "../src/wire/rows/timeline.js";
import { MAX_EVENTS, WireSession } from "../src/wire/session.js";
import { ended, eventsOf, tick } from "./wire-events.js";

/** @param {any[]} events @param {import("../src/wire/rows/timeline.js").Level} level */
function timeline(events, level) {
  const session = new WireSession();
  const timeline = new Timeline(session);
  timeline.level = level;
  // One at a time, as they come.
  for (const event of events) {
    session.take(event);
    timeline.refresh();
  }
  return timeline;
}

/** @param {Timeline} timeline */
const lines = ({ rows }) => rows.map(({ from, kind, summary }) => `${from} ${kind}: ${summary}`);

test("messages_are_what_code_sees_and_what_has_no_such_form", () => {
  assert.deepEqual(lines(timeline(eventsOf("echo"), "messages")), [
    "client request: GET /ws/echo",
    "server response: 101 Switching Protocols",
    'client message: text message "Hello"',
    'server message: text message "Hello"',
    "server frame: ping, 13 bytes",
    "client frame: pong, masked, 13 bytes",
    'server message: text message "Hello"',
    "client message: binary message, 126 bytes",
    "client frame: close, masked, 5 bytes",
    "server frame: close, 5 bytes",
  ]);
});

test("frames_are_every_byte_once", () => {
  const { rows } = timeline(eventsOf("echo"), "frames");
  assert.equal(rows.length, 11);
  const sent = rows.filter(({ from }) => from === "server");
  assert.equal(
    sent.reduce((sum, { size }) => sum + (size ?? 0), 0),
    167,
  );
});

test("remarks_stand_with_the_frames_that_they_are_about", () => {
  const shown = lines(timeline(eventsOf("broken-frames"), "frames"));
  const at = shown.indexOf("client frame: text, 2 bytes");
  assert.match(shown[at + 1] ?? "", /^client rule broken: A client must mask/);
});

test("a_packet_in_a_message_is_one_row_with_all_its_layers", () => {
  const { rows } = timeline(eventsOf("socketio-websocket"), "messages");
  const say = rows.find(({ summary }) => summary.includes('"say"'));
  assert.deepEqual(
    say?.units.map(({ unit }) => unit.kind),
    ["message", "engine_io", "socket_io"],
  );
  assert.equal(say?.kind, "Socket.IO");
});

test("a_body_that_is_events_or_packets_is_not_shown_twice", () => {
  const kinds = timeline(eventsOf("server-sent-events"), "messages").rows.map(({ kind }) => kind);
  assert.ok(kinds.includes("event"));
  const chunks = timeline(eventsOf("server-sent-events"), "messages").rows.filter(
    ({ kind, summary }) => kind === "body" && summary.startsWith("chunk"),
  );
  assert.deepEqual(chunks, []);
  const polled = timeline(eventsOf("polling"), "messages").rows.map(({ kind }) => kind);
  assert.ok(polled.includes("body"), "a body without another form stays");
});

test("heartbeats_can_be_hidden_at_each_level", () => {
  for (const level of /** @type {const} */ (["messages", "frames", "reads"])) {
    const all = timeline(eventsOf("socketio-websocket"), level);
    const before = all.rows.length;
    all.show("heartbeats", false);
    assert.equal(before - all.rows.length, 2, `${level}: Engine.IO's 2 and 3, not 2probe`);
    assert.ok(all.rows.every(({ group }) => group !== "heartbeats"));
    all.show("heartbeats", true);
    assert.equal(all.rows.length, before);
  }
  const frames = timeline(eventsOf("echo"), "messages");
  frames.show("heartbeats", false);
  assert.equal(frames.rows.length, 8);
});

test("heartbeats_that_come_while_they_are_hidden_stay_hidden", () => {
  const session = new WireSession();
  const timeline = new Timeline(session);
  timeline.level = "frames";
  timeline.show("heartbeats", false);
  for (const event of eventsOf("socketio-websocket")) {
    session.take(event);
    timeline.refresh();
  }
  assert.ok(!timeline.rows.some(({ group }) => group === "heartbeats"));
});

test("reads_are_as_large_as_they_were", () => {
  const { rows } = timeline(eventsOf("echo"), "reads");
  assert.deepEqual(rows.map(({ kind, size }) => `${kind} ${size}`).slice(0, 4), [
    "read 191",
    "write 129",
    "read 11",
    "write 7",
  ]);
});

test("what_was_dropped_and_what_ended_are_rows_with_a_sentence", () => {
  const dropped = {
    type: "dropped",
    token: "t",
    connection: 7,
    exchange: 1,
    bytes: 9,
    why: "bytes",
  };
  const said = { ...dropped, sentence: "This view has shown as many bytes as it may." };
  assert.deepEqual(lines(timeline([said, ended({ dropped: 9 })], "messages")), [
    "note not shown: This view has shown as many bytes as it may.",
    "note end: Ended after 366 bytes up, 167 down. 9 more were not kept.",
  ]);
});

test("a_summary_row_grows_with_what_it_stands_for", () => {
  const of = { token: "t", connection: 7, exchange: 1 };
  /** @type {any} */
  const skipped = { type: "skipped", ...of, at_us: 0, until_us: 9000, frames: 4, bytes: 20 };
  const { rows } = timeline([skipped], "frames");
  skipped.frames = 5;
  assert.equal(
    rows[0]?.summary,
    "Too much to list: 5 frames, 20 bytes in 9 ms. All of it is counted.",
  );
});

test("a_paused_timeline_shows_at_every_level_what_it_showed", () => {
  const session = new WireSession();
  const timeline = new Timeline(session);
  for (const event of eventsOf("echo")) session.take(event);
  timeline.refresh();
  timeline.pause();
  session.take(ended());
  timeline.level = "frames";
  assert.equal(timeline.rows.length, 11);
  assert.equal(timeline.waiting, 1);
  timeline.resume();
  assert.equal(timeline.rows.length, 12);
});

test("rows_of_forgotten_events_go", () => {
  const session = new WireSession();
  const timeline = new Timeline(session);
  timeline.level = "frames";
  for (let index = 0; index < MAX_EVENTS; index++) session.take(tick(index));
  timeline.refresh();
  for (let index = 0; index < 5; index++) session.take(tick(MAX_EVENTS + index));
  timeline.refresh();
  assert.equal(timeline.rows.length, MAX_EVENTS);
  assert.equal(timeline.rows[0]?.summary, "text 5");
});

test("a_timeline_that_is_not_refreshed_knows_how_much_waits", () => {
  const session = new WireSession();
  const timeline = new Timeline(session);
  session.take(tick(0));
  timeline.refresh();
  session.take(tick(1));
  session.take(tick(2));
  assert.equal(timeline.waiting, 2);
});

test("a_unit_that_was_too_long_to_tell_has_its_true_size", () => {
  const told = { ...tick(0), cut: 500_006 };
  const [row] = timeline([told], "frames").rows;
  assert.equal(row?.size, 500_006);
});
