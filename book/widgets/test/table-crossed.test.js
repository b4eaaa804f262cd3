import assert from "node:assert/strict";
import { test } from "node:test";
import { Crossed } from "../src/table/crossed.js";

/** @typedef {import("../src/wire/tap.js").ExchangeEvent} ExchangeEvent */

const OF = { token: "t", connection: 1, at_us: 0 };

const count = (/** @type {number} */ bytes) => ({ bytes, head: 0, payload: bytes, frames: 1 });

/** @param {number} exchange @param {number} bytes @returns {ExchangeEvent} */
const counts = (exchange, bytes) => ({
  ...OF,
  ...{ type: "counts", exchange, up: count(bytes), down: count(2 * bytes) },
});

/** @param {number} exchange @returns {ExchangeEvent} */
const ended = (exchange) => ({ ...OF, type: "ended", exchange, up: 0, down: 0, dropped: 0 });

test("exchanges_add_up_and_the_open_ones_are_counted", () => {
  const crossed = new Crossed();
  for (const event of [counts(1, 5), counts(1, 7), ended(1), counts(2, 10)]) crossed.take(event);
  const { up, down, requests, open } = crossed.sum;
  assert.deepEqual([up.bytes, down.bytes, requests, open], [17, 34, 2, 1]);
});

test("who_waits_for_a_sum_is_told_when_it_is_there", async () => {
  const crossed = new Crossed();
  const whole = crossed.until(({ up }) => up.bytes >= 10, new AbortController().signal);
  crossed.take(counts(1, 9));
  crossed.take(counts(1, 10));
  await whole;
});

test("who_waits_in_vain_is_told_why", async () => {
  const crossed = new Crossed();
  const never = crossed.until(() => false, new AbortController().signal);
  crossed.lost("the tap closed.");
  await assert.rejects(never, /Nothing counts the bytes: the tap closed\./);
  const run = new AbortController();
  const aborted = new Crossed().until(() => false, run.signal);
  run.abort();
  await assert.rejects(aborted, { name: "AbortError" });
});
