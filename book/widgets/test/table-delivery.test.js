import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  Passage,
  countFates,
  describeFates,
  recordedPassage,
} from "../src/table/delivery/passage.js";

/** Numbers sent every 10 ms, the line back at 45. @param {[n: number, at: number][]} got */
function passage(got, last = 6) {
  const passage = new Passage(last);
  for (let n = 1; n <= last; n += 1) passage.sent.set(n, n * 10);
  passage.got = got.map(([n, at]) => ({ n, at }));
  passage.backs.push(45);
  return passage;
}

test("a_number_arrived_or_was_late_or_lost_or_doubled", () => {
  const { fates } = passage([
    [1, 11],
    [2, 21],
    [4, 46],
    [5, 51],
    [2, 47],
    [6, 61],
  ]);
  assert.deepEqual(fates, ["arrived", "doubled", "lost", "late", "arrived", "arrived"]);
  assert.deepEqual(countFates(fates), { arrived: 3, late: 1, lost: 1, doubled: 1 });
});

test("nothing_is_late_on_a_line_that_was_never_away_or_never_came_back", () => {
  const slow = passage([[1, 900]], 1);
  slow.backs = [];
  assert.deepEqual(slow.fates, ["arrived"]);
});

test("each_return_has_its_own_late_numbers", () => {
  const twice = passage([
    [1, 11],
    [4, 46],
    [6, 71],
  ]);
  twice.backs.push(70);
  assert.deepEqual(twice.fates, ["arrived", "lost", "lost", "late", "lost", "late"]);
});

test("numbers_are_told_in_ranges", () => {
  const { fates } = passage([
    [1, 11],
    [4, 41],
    [6, 61],
  ]);
  assert.equal(describeFates(fates), "arrived 1, 4, 6; lost 2 to 3, 5");
  assert.equal(describeFates([]), "");
});

test("the_recorded_runs_are_judged_as_the_script_that_recorded_them_did", () => {
  const file = new URL("../src/table/recovery-run.json", import.meta.url);
  const recording = JSON.parse(readFileSync(file, "utf8"));
  for (const run of [recording.with_recovery, recording.without_recovery]) {
    const { fates } = recordedPassage(run);
    /** @param {string} fate */
    const numbers = (fate) => fates.flatMap((it, index) => (it === fate ? [index + 1] : []));
    assert.deepEqual(numbers("late"), run.late);
    assert.deepEqual(numbers("lost"), run.lost);
    assert.deepEqual(numbers("doubled"), [...new Set(run.doubled)]);
  }
});
