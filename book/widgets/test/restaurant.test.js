import assert from "node:assert/strict";
import { test } from "node:test";
import { readOrder, readSpoken } from "../src/restaurant/kitchen.js";
import { sentence } from "../src/sentence.js";

const ORDER = { id: "a1", dish: "soup", status: "cooking" };

test("reads_what_the_kitchen_says", () => {
  const ready = { ...ORDER, status: "ready" };
  assert.deepEqual(readSpoken(JSON.stringify({ type: "heard", order: ORDER })), {
    type: "heard",
    order: ORDER,
  });
  assert.deepEqual(readSpoken(JSON.stringify({ type: "ready", order: ready })).type, "ready");
  assert.deepEqual(readSpoken('{"type":"refused","reason":"No such dish."}'), {
    type: "refused",
    reason: "No such dish.",
  });
});

test("what_is_not_an_order_is_an_error_that_shows_it", () => {
  for (const bad of [null, {}, { ...ORDER, status: "burnt" }, { ...ORDER, id: 1 }]) {
    assert.throws(() => readOrder(bad), /Expected an order, but the server sent/);
  }
  assert.throws(() => readSpoken('{"type":"song"}'), /the server sent {"type":"song"}/);
});

test("a_refusal_speaks_with_the_words_of_the_server", () => {
  assert.equal(sentence(400, '{"error":"`rate` is 1 to 100."}'), "`rate` is 1 to 100.");
  assert.equal(sentence(403, "This origin may not connect.\n"), "This origin may not connect.");
  assert.equal(sentence(502, ""), "The playground answered 502 without a word.");
});
