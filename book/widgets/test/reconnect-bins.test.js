import assert from "node:assert/strict";
import test from "node:test";
import { peak, perBin, used } from "../src/reconnect/bins.js";

test("moments_are_counted_per_100_ms", () => {
  const bins = perBin([1000, 1099.9, 1100, 1350], 1000);
  assert.deepEqual(bins, [2, 1, 0, 1]);
  assert.equal(peak(bins), 2);
  assert.equal(used(bins), 3);
});

test("what_was_before_the_beginning_is_not_counted", () => {
  assert.deepEqual(perBin([999, 1001], 1000), [1]);
  assert.deepEqual(perBin([], 1000), []);
  assert.equal(peak([]), 0);
});
