import assert from "node:assert/strict";
import { test } from "node:test";
import { frame, inKind, problems, recipe } from "../src/forge/frame.js";
import { PRESETS } from "../src/forge/presets.js";
import { outcome, whySilent } from "../src/forge/words.js";

test("a_frame_becomes_what_the_raw_client_takes", () => {
  assert.deepEqual(recipe(frame()), {
    ...{ fin: true, rsv1: false, rsv2: false, rsv3: false, opcode: 1 },
    ...{ mask: "37fa213d", length_form: "shortest", length: null },
    ...{ payload: "48656c6c6f", repeat: 1 },
  });
  const other = recipe(frame({ masked: false, length: "9", kind: "count", payload: "65536" }));
  assert.deepEqual([other.mask, other.length, other.payload, other.repeat], [null, 9, "78", 65536]);
  assert.equal(recipe(frame({ kind: "hex", payload: "C3 28" })).payload, "c328");
  assert.equal(recipe(frame({ payload: "é" })).payload, "c3a9");
});

test("what_is_typed_is_checked", () => {
  assert.deepEqual(Object.values(problems(frame())), ["", "", ""]);
  assert.notEqual(problems(frame({ key: "37 fa" })).key, "");
  assert.equal(problems(frame({ key: "37 fa", masked: false })).key, "");
  assert.notEqual(problems(frame({ length: "1e3" })).length, "");
  assert.equal(problems(frame({ length: "9223372036854775808" })).length, "");
  assert.notEqual(problems(frame({ length: "99999999999999999999" })).length, "");
  assert.notEqual(problems(frame({ kind: "hex", payload: "6" })).payload, "");
  assert.notEqual(problems(frame({ kind: "count", payload: "" })).payload, "");
});

test("a_payload_stays_the_same_in_another_notation", () => {
  assert.equal(inKind(frame({ payload: "hi" }), "hex"), "68 69");
  assert.equal(inKind(frame({ kind: "hex", payload: "68 69" }), "text"), "hi");
  assert.equal(inKind(frame({ payload: "é" }), "count"), "2");
  assert.equal(inKind(frame({ kind: "count", payload: "3" }), "text"), "xxx");
});

test("presets_can_be_sent", () => {
  for (const { frames } of Object.values(PRESETS)) {
    for (const one of frames()) assert.deepEqual(Object.values(problems(one)), ["", "", ""]);
  }
});

/** @param {string} opcode @returns {any} */
function unit(opcode, fin = true) {
  const header = { opcode, fin, mask: null, payload_length: 0 };
  return { kind: "frame", layer: "wire", fields: [], header };
}

/** @param {any[]} units @returns {any} */
function preview(units, missing = 0) {
  return { type: "preview", bytes: 0, frames: [], missing, units };
}

test("silence_has_a_reason", () => {
  assert.match(whySilent(preview([unit("text")], 3)), /waits for 3 bytes more/);
  assert.match(whySilent(preview([unit("text", false)])), /FIN 0/);
  assert.match(whySilent(preview([unit("text", false), unit("ping")])), /FIN 0/);
  assert.match(whySilent(preview([unit("pong")])), /nobody asked for/);
  assert.equal(whySilent(preview([unit("text", false), unit("continuation")])), "");
});

test("the_outcome_says_what_came_and_how_it_ended", () => {
  /** @type {any} */
  const fin = { type: "ended", how: "fin", sentence: "FIN." };
  assert.equal(outcome([], null, null), "Nothing has come back so far. The connection is open.");
  assert.equal(outcome([], fin, null), "Nothing came back. FIN.");
  assert.equal(
    outcome([unit("pong")], null, null),
    "One frame came back: pong, 0 bytes. The connection is open.",
  );
  assert.match(outcome([unit("pong"), unit("close")], fin, null), /^2 frames came back.* FIN\.$/);
});
