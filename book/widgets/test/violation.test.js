import assert from "node:assert/strict";
import { test } from "node:test";
import { codeProblem, describeAnswer, describeWish } from "../src/control.js";
import { PREDICTIONS, describeWire, outcome, tally, wireOf } from "../src/violation/outcome.js";

const VIOLATION = {
  rule: "rsv1",
  title: "",
  section: "",
  sent: "",
  bytes: "",
  then: "Still here?",
  demands: "",
  close_code: 1002,
};

/** @param {"client_to_server" | "server_to_client"} direction @param {any[]} children @param {string} [opcode] */
function frame(direction, children, opcode = "close") {
  const fields = [{ name: "Payload Data", children }];
  return {
    type: "unit",
    token: "t",
    unit: { kind: "frame", direction, header: { opcode }, fields },
  };
}

/** @param {any[]} events */
const wire = (...events) => wireOf(events, "t");
const ENDED = { type: "ended", token: "t" };
const CODE = { name: "status code", value: 1002 };

test("the_close_frame_is_the_browsers_own", () => {
  const up = frame("client_to_server", [CODE, { name: "reason", value: "Unknown opcode" }]);
  const down = frame("server_to_client", [{ name: "status code", value: 1005 }]);
  const text = frame("client_to_server", [], "text");
  const foreign = { ...frame("client_to_server", [CODE]), token: "another" };
  assert.deepEqual(wire(down, text, foreign, up, ENDED).close, {
    code: 1002,
    reason: "Unknown opcode",
  });
  assert.equal(wire(down, text, foreign, ENDED).close, null);
  assert.deepEqual(wire(frame("client_to_server", [])).close, { code: null, reason: "" });
});

test("what_the_wire_did_not_show_is_not_claimed", () => {
  assert.equal(describeWire(wire(ENDED)), "no Close frame");
  assert.equal(describeWire(wire()), "not seen: the tap is missing");
  const opened = { opened: true, texts: [], events: [] };
  assert.equal(outcome(VIOLATION, opened, wire()), "ends");
  assert.equal(outcome(VIOLATION, opened, wire(ENDED)), "ends without a Close frame");
});

test("each_prediction_can_come_true", () => {
  const close = (/** @type {number} */ value) =>
    wire(frame("client_to_server", [{ ...CODE, value }]), ENDED);
  const seen = { opened: true, texts: [], events: [] };
  assert.deepEqual(PREDICTIONS, [
    outcome(VIOLATION, { ...seen, texts: ["Still here?"] }, wire(ENDED)),
    outcome(VIOLATION, seen, close(1002)),
    outcome(VIOLATION, seen, close(1007)),
    outcome(VIOLATION, { ...seen, opened: false }, wire(ENDED)),
  ]);
});

test("a_tally_counts_outcomes", () => {
  assert.equal(tally(["ends", "never opens", "ends"]), "2 times it ends, once it never opens");
});

test("wishes_and_answers_are_told_in_words", () => {
  assert.equal(describeWish({ type: "ping", payload: "" }), "Send a Ping frame with no payload");
  assert.equal(
    describeWish({ type: "close", code: 1008, reason: "Enough" }),
    "Send a Close frame with 1008 and “Enough”",
  );
  assert.equal(describeWish({ type: "close" }), "Send a Close frame without a code");
  assert.equal(describeAnswer('{"type":"refused","reason":"No."}'), "Refused. No.");
  assert.match(
    describeAnswer('{"type":"pong","payload":"hi","after_ms":0.42}'),
    /Pong frame with “hi”, 0\.4 ms after the Ping$/,
  );
  for (const other of ["hello", '{"type":"news"}', "null"])
    assert.equal(describeAnswer(other), other);
});

test("a_close_code_is_two_bytes", () => {
  for (const typed of ["0", "1005", "65535"]) assert.equal(codeProblem(typed), "");
  for (const typed of ["", "65536", "-1", "1.5", "1e3", "no"]) {
    assert.match(codeProblem(typed), /whole number from 0 to 65535/, typed);
  }
});
