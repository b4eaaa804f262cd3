import assert from "node:assert/strict";
import { test } from "node:test";
import { RoundTrips } from "../src/round-trips.js";

test("answers_belong_to_messages_in_order", () => {
  const trips = new RoundTrips((sent) => sent);
  trips.sent(1, "same");
  trips.sent(2, "same");
  assert.equal(trips.received(10, "same"), 9);
  assert.equal(trips.received(10, "same"), 8);
  assert.equal(trips.received(10, "same"), null);
});

test("a_greeting_belongs_to_no_message", () => {
  const trips = new RoundTrips((sent) => `You said: ${sent}`);
  trips.sent(1, "hi");
  assert.equal(trips.received(2, "Hello from the server!"), null);
  assert.equal(trips.received(4, "You said: hi"), 3);
});

test("a_message_that_is_never_answered_does_not_stop_the_next", () => {
  const trips = new RoundTrips((sent) => sent);
  trips.sent(1, "lost");
  trips.sent(2, "kept");
  assert.equal(trips.received(5, "kept"), 3);
  assert.equal(trips.received(6, "lost"), null);
});

test("messages_without_an_answer_are_given_up_at_a_bound", () => {
  const trips = new RoundTrips((sent) => sent);
  for (let i = 0; i <= 1000; i++) trips.sent(i, String(i));
  assert.equal(trips.received(2000, "0"), null);
  assert.equal(trips.received(2000, "1"), 1999);
});
