import assert from "node:assert/strict";
import { test } from "node:test";
import { delayWords, describe, isHarmless, look, rateWords, way } from "../src/faults/wish.js";

const late = way(300, 0, Infinity);

test("what_goes_right_is_not_named", () => {
  assert.deepEqual(way(0, 0, Infinity), {});
  assert.deepEqual(way(300, 50, 1000), {
    latency_ms: 300,
    jitter_ms: 50,
    bytes_per_second: 1000,
  });
});

test("a_plan_without_a_fault_is_harmless", () => {
  assert.equal(isHarmless({}), true);
  assert.equal(isHarmless({ up: {}, down: {} }), true);
  assert.equal(isHarmless({ up: {}, down: late }), false);
  for (const name of ["half_open", "strip_upgrade", "one_connection"]) {
    assert.equal(isHarmless({ [name]: true }), false, name);
  }
});

test("each_direction_shows_the_worst_that_happens_there", () => {
  const plan = { up: late };
  assert.deepEqual(look(plan, null, "up"), { is: "slow", words: "300 ms late" });
  assert.deepEqual(look(plan, null, "down"), { is: "right", words: "" });
  assert.equal(look(plan, "stall", "up").is, "silent");
  assert.equal(look({ ...plan, half_open: true }, null, "up").is, "silent");
  assert.equal(look({ half_open: true }, "cut", "down").is, "ended");
});

test("the_line_is_said_in_words", () => {
  assert.equal(describe({}, null), "");
  assert.equal(describe({ up: late }, null), "To the server: 300 ms late. Back: all right.");
  assert.equal(describe({ up: late, down: late }, null), "Both ways: 300 ms late.");
  assert.equal(describe({}, "reset"), "Both ways: reset (RST).");
  assert.equal(
    describe({ down: way(0, 50, 1000), strip_upgrade: true }, null),
    "To the server: all right. Back: up to 50 ms jitter, 1 kB/s. A proxy takes Upgrade out of each request.",
  );
});

test("figures_have_their_unit", () => {
  assert.deepEqual([0, 500, 2000].map(delayWords), ["0 ms", "500 ms", "2 s"]);
  assert.deepEqual([Infinity, 100, 1000, 1_000_000].map(rateWords), [
    "no limit",
    "100 B/s",
    "1 kB/s",
    "1 MB/s",
  ]);
});
