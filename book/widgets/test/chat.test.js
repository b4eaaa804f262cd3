import assert from "node:assert/strict";
import test from "node:test";
import { OnTheWay, receiptOf } from "../src/chat/receipt.js";
import { transportsOf } from "../src/chat/transports.js";

test("a_receipt_is_delivered_or_refused_in_the_servers_words_or_unknown", () => {
  assert.deepEqual(receiptOf({ ok: true }, 3.14159), {
    outcome: "delivered",
    words: "delivered, 3.1 ms",
  });
  assert.deepEqual(receiptOf({ error: "Too long" }, 1), {
    outcome: "refused",
    words: "refused: Too long",
  });
  for (const answer of [undefined, null, 7, "ok", { ok: 1 }, { error: 7 }]) {
    assert.equal(receiptOf(answer, 1).outcome, "unknown");
  }
});

test("a_member_knows_its_own_message_once", () => {
  const onTheWay = new OnTheWay();
  onTheWay.add("hi");
  assert.equal(onTheWay.remove("hello"), false);
  assert.equal(onTheWay.remove("hi"), true);
  assert.equal(onTheWay.remove("hi"), false, "the second is somebody else's");
});

test("what_never_comes_back_is_forgotten_at_last", () => {
  const onTheWay = new OnTheWay();
  for (let n = 0; n < 51; n += 1) onTheWay.add(n);
  assert.equal(onTheWay.remove(0), false);
  assert.equal(onTheWay.remove(50), true);
});

test("a_choice_of_transports_is_the_option_of_the_client", () => {
  assert.deepEqual(transportsOf("default"), ["polling", "websocket"]);
  assert.deepEqual(transportsOf("polling"), ["polling"]);
  assert.deepEqual(transportsOf("websocket"), ["websocket"]);
});
