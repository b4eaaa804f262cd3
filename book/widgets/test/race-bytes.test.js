import assert from "node:assert/strict";
import { test } from "node:test";
import { LaneBytes } from "../src/race/lane-bytes.js";
import { LaneRecord } from "../src/race/lane-record.js";

/** @param {number} bytes @param {number} [payload] */
const count = (bytes, payload = 0) => ({ bytes, head: 0, payload, frames: 0 });

/** @param {number} exchange */
const of = (exchange) => ({ token: "t", connection: 1, exchange });

/** @param {number} exchange @param {number} up @param {number} down @param {number} [payload] */
const counts = (exchange, up, down, payload) =>
  /** @type {const} */ ({
    ...of(exchange),
    type: "counts",
    at_us: 0,
    up: count(up),
    down: count(down, payload),
  });

/** @param {number} exchange */
const ended = (exchange) =>
  /** @type {const} */ ({ ...of(exchange), type: "ended", at_us: 0, up: 0, down: 0, dropped: 0 });

/** @param {string} why */
const dropped = (why) =>
  /** @type {const} */ ({ ...of(1), type: "dropped", bytes: 0, why, sentence: `It was ${why}.` });

/** @param {number} requests @param {number} bytes */
function record(requests, bytes) {
  return Object.assign(new LaneRecord("lane", 1), { requests, bytes });
}

test("sums_of_one_request_replace_each_other_and_those_of_several_add_up", () => {
  let changes = 0;
  const lane = new LaneBytes(() => (changes += 1));
  for (const event of [counts(1, 100, 0), counts(1, 100, 50), counts(2, 10, 5), ended(1)]) {
    lane.take(event);
  }
  assert.deepEqual([lane.up, lane.down, changes], [110, 55, 4]);
});

test("a_lane_is_whole_when_every_request_ended_and_all_that_came_is_counted", () => {
  const lane = new LaneBytes(() => {});
  assert.equal(lane.isWhole(record(1, 0)), false);
  lane.take(counts(1, 100, 50, 20));
  assert.equal(lane.isWhole(record(1, 20)), false);
  lane.take(ended(1));
  assert.equal(lane.isWhole(record(1, 20)), true);
  assert.equal(lane.isWhole(record(2, 20)), false);
  assert.equal(lane.isWhole(record(1, 21)), false);
});

test("a_preflight_that_ended_does_not_stand_in_for_the_request", () => {
  const lane = new LaneBytes(() => {});
  lane.take(counts(1, 100, 50));
  lane.take(ended(1));
  lane.take(counts(2, 100, 50, 20));
  assert.equal(lane.isWhole(record(1, 20)), false);
  lane.take(ended(2));
  assert.equal(lane.isWhole(record(1, 20)), true);
});

test("what_is_dropped_from_view_is_counted_but_for_requests_that_are_not_seen", () => {
  for (const [why, problem] of [
    ["behind", ""],
    ["bytes", ""],
    ["time", ""],
    ["exchanges", "It was exchanges."],
    ["blurred", "It was blurred."],
  ]) {
    const lane = new LaneBytes(() => {});
    lane.take(dropped(/** @type {string} */ (why)));
    assert.equal(lane.problem, problem);
  }
});
