import assert from "node:assert/strict";
import { test } from "node:test";
import { closeCodeProblem, describeClose, reasonProblem } from "../src/close-code.js";

test("browsers_close_with_1000_and_3000_to_4999_or_without_a_code", () => {
  for (const typed of ["", "1000", "3000", "4999"]) assert.equal(closeCodeProblem(typed), "");
  for (const typed of ["0", "999", "1001", "2999", "5000", "4000.5", "-1", "abc", "1e3"]) {
    assert.match(closeCodeProblem(typed), /1000 or 3000 to 4999/, typed);
  }
});

test("a_registered_code_is_named_when_it_is_refused", () => {
  assert.match(closeCodeProblem("1001"), /going away/);
});

test("a_reason_is_counted_in_bytes_of_utf_8", () => {
  assert.equal(reasonProblem("é".repeat(61)), "");
  assert.match(reasonProblem("é".repeat(62)), /This one has 124/);
});

test("a_close_event_is_one_line", () => {
  assert.equal(
    describeClose({ code: 1006, reason: "", wasClean: false }),
    "Closed: code 1006 (the connection was lost without a close frame), no reason, wasClean false",
  );
  assert.equal(
    describeClose({ code: 4321, reason: "bye", wasClean: true }),
    "Closed: code 4321 (for private use), reason “bye”, wasClean true",
  );
  assert.match(describeClose({ code: 3210, reason: "", wasClean: true }), /code 3210, no reason/);
});
