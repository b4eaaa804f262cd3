import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_BYTES, MAX_EVENTS, MAX_EVENTS_PER_SECOND, WireSession } from "../src/wire/session.js";
import { ended, eventsOf, tick } from "./wire-events.js";

const count = (/** @type {number} */ bytes) => ({ bytes, head: 0, payload: 0, frames: 1 });

/** @param {number} exchange @param {number} bytes @param {string} [token] @returns {any} */
function counts(exchange, bytes, token = "t") {
  const of = { token, connection: 7, exchange };
  return { type: "counts", ...of, at_us: 0, up: count(bytes), down: count(2 * bytes) };
}

test("sums_are_the_last_ones_of_each_exchange_and_stay_when_it_has_ended", () => {
  const session = new WireSession();
  session.names.name("t", "Ada");
  session.names.name("u", "Bo");
  for (const event of [counts(1, 5), counts(1, 10), ended(), counts(2, 3), counts(1, 4, "u")]) {
    session.take(event);
  }
  assert.deepEqual(session.counts("Ada"), {
    requests: 2,
    up: { bytes: 13, head: 0, payload: 0, frames: 2 },
    down: { bytes: 26, head: 0, payload: 0, frames: 2 },
  });
  assert.equal(session.counts("Bo").up.bytes, 4);
  assert.equal(session.counts().up.bytes, 17);
});

test("a_number_of_events_is_kept_and_what_is_forgotten_is_counted", () => {
  const session = new WireSession();
  for (let index = 0; index < MAX_EVENTS + 30; index++) session.take(tick(index));
  assert.equal(session.since().length, MAX_EVENTS);
  assert.deepEqual(session.forgotten, { events: 30, bytes: 60 });
  assert.equal(session.first, 30);
  assert.equal(session.since(session.next - 2).length, 2);
});

test("a_number_of_bytes_is_kept", () => {
  const session = new WireSession();
  const large = tick(0);
  large.unit.bytes = "00".repeat(MAX_BYTES / 4);
  for (let index = 0; index < 6; index++) session.take(structuredClone(large));
  assert.equal(session.since().length, 4);
  assert.equal(session.forgotten.bytes, MAX_BYTES / 2);
});

test("what_comes_faster_than_anybody_can_list_is_one_event_a_second", () => {
  const session = new WireSession();
  const flood = Array.from({ length: MAX_EVENTS_PER_SECOND + 500 }, (_, index) => tick(index));
  for (const [index, event] of flood.entries()) session.take({ ...event, at_us: index });
  const last = session.since().at(-1);
  assert.equal(last?.type, "skipped");
  assert.equal(last.type === "skipped" && last.frames, 500);
  session.take({ ...tick(1), at_us: 1_000_001 });
  assert.equal(session.since().at(-1)?.type, "unit");
  for (const event of flood) session.take({ ...event, at_us: 1_000_002 });
  const summaries = session.since().filter(({ type }) => type === "skipped");
  assert.deepEqual(
    summaries.map((summary) => summary.type === "skipped" && summary.frames),
    [500, 501],
  );
});

test("the_units_of_a_read_are_found", () => {
  const session = new WireSession();
  for (const event of eventsOf("echo")) session.take(event);
  const reads = session.since().filter((event) => event.type === "read");
  const summaries = reads.map((read) => session.unitsOf(read).map(({ unit }) => unit.summary));
  assert.deepEqual(summaries[0], ["GET /ws/echo"]);
  assert.deepEqual(summaries.at(-1), ["close, 5 bytes"]);
});

test("clear_forgets_everything_without_calling_it_lost", () => {
  const session = new WireSession();
  for (const event of eventsOf("echo")) session.take(event);
  session.take(counts(1, 5));
  session.clear();
  assert.deepEqual(session.since(), []);
  assert.deepEqual(session.forgotten, { events: 0, bytes: 0 });
  assert.equal(session.counts().up.bytes, 0);
  session.take(tick(0));
  assert.equal(session.since(session.first).length, 1);
});
