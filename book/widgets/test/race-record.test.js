import assert from "node:assert/strict";
import { test } from "node:test";
import { takeTick, takeTicks } from "../src/race/lane.js";
import { LaneRecord, baselineOf } from "../src/race/lane-record.js";
import { parseLanes } from "../src/race/lanes.js";

/** @param {number} seq @param {number} at_ms */
const tick = (seq, at_ms) => ({ seq, at_ms, payload: "" });

/** @param {LaneRecord} record */
const laneOf = (record) => ({
  url: () => "",
  record,
  changed: () => {},
  signal: new AbortController().signal,
});

test("lateness_does_not_depend_on_the_difference_of_the_clocks", () => {
  for (const difference of [-1e9, 0, 1e9]) {
    const quick = new LaneRecord("quick", 3);
    const slow = new LaneRecord("slow", 3);
    for (const seq of [1, 2, 3]) {
      quick.add(tick(seq, seq * 100), difference + seq * 100 + 2);
      slow.add(tick(seq, seq * 100), difference + seq * 100 + 2 + seq * 10);
    }
    const baseline = baselineOf([quick, slow]);
    assert.equal(baseline, difference + 2);
    assert.deepEqual(quick.lateness(baseline, 3), [0, 0, 0]);
    assert.deepEqual(slow.lateness(baseline, 3), [10, 20, 30]);
  }
});

test("a_quicker_tick_that_comes_later_moves_the_baseline_for_all", () => {
  const record = new LaneRecord("lane", 2);
  record.add(tick(1, 0), 50);
  assert.equal(record.summary(baselineOf([record])).max, 0);
  record.add(tick(2, 10), 15);
  assert.deepEqual(record.lateness(baselineOf([record]), 2), [45, 0]);
});

test("median_and_max_are_of_the_distinct_ticks", () => {
  const record = new LaneRecord("lane", 4);
  for (const [seq, late] of /** @type {const} */ ([
    [1, 9],
    [2, 1],
    [3, 5],
    [4, 3],
  ])) {
    record.add(tick(seq, 0), late);
    record.add(tick(seq, 0), 1000);
  }
  const { median, max, duplicates, received } = record.summary(0);
  assert.deepEqual(
    { median, max, duplicates, received },
    { median: 4, max: 9, duplicates: 4, received: 4 },
  );
});

test("an_empty_lane_has_no_lateness", () => {
  const { median, max, missing } = new LaneRecord("lane", 5).summary(Infinity);
  assert.deepEqual({ median, max, missing }, { median: null, max: null, missing: 0 });
});

test("a_hole_is_missing_at_once_and_a_lost_tail_when_the_lane_ended", () => {
  const record = new LaneRecord("lane", 5);
  record.add(tick(1, 0), 0);
  record.add(tick(3, 0), 0);
  assert.equal(record.missing, 1);
  assert.deepEqual(record.lateness(0, 3), [0, null, 0]);
  record.ended = true;
  assert.equal(record.missing, 3);
});

test("a_tick_that_the_race_does_not_have_is_an_error", () => {
  const record = new LaneRecord("lane", 5);
  for (const seq of [0, 6, 1.5, NaN])
    assert.throws(() => record.add(tick(seq, 0), 0), /ticks 1 to 5/);
  assert.equal(record.received, 0);
});

test("polled_together_and_sent_alone_the_same_ticks_count_the_same_bytes", () => {
  const texts = ["é", "日本", "😀", ""].map(
    (payload, at) =>
      // As the server writes numbers, which JSON.stringify would not.
      `{"seq":${at + 1},"at_ms":${at + 1}.000,"payload":"${payload}"}`,
  );
  const alone = laneOf(new LaneRecord("sse", 4));
  for (const text of texts) takeTick(alone, text);
  const together = laneOf(new LaneRecord("poll", 4));
  takeTicks(together, "[]");
  takeTicks(together, `[${texts.slice(0, 3).join(",")}]`);
  takeTicks(together, `[${texts[3]}]`);
  assert.equal(alone.record.bytes, Buffer.byteLength(texts.join("")));
  assert.equal(together.record.bytes, alone.record.bytes);
  assert.equal(together.record.received, 4);
});

test("a_demo_names_its_lanes_and_gets_all_without_names", () => {
  assert.deepEqual(parseLanes("ws, sse"), ["sse", "ws"]);
  assert.deepEqual(parseLanes(undefined), ["poll", "long-poll", "sse", "ws", "io-poll", "io-ws"]);
  assert.deepEqual(parseLanes("pigeon"), parseLanes(undefined));
});
