import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { reconnecting } from "../src/table/reconnecting.js";

/** Stands in for the browser's: what was opened, in order. */
class FakeSocket {
  /** @type {FakeSocket[]} */
  static all = [];
  onopen = () => {};
  /** @type {(event: { code: number }) => void} */
  onclose = () => {};
  isClosed = false;
  constructor() {
    FakeSocket.all.push(this);
  }
  close() {
    this.isClosed = true;
  }
}

afterEach(() => mock.timers.reset());

function start() {
  FakeSocket.all = [];
  Object.assign(globalThis, { WebSocket: FakeSocket });
  mock.timers.enable({ apis: ["setTimeout"] });
  const run = new AbortController();
  /** @type {number[]} */
  const waits = [];
  const tell = { opened: () => {}, waits: (/** @type {number} */ ms) => void waits.push(ms) };
  reconnecting("ws://127.0.0.1/", tell, run.signal);
  const newest = () => /** @type {FakeSocket} */ (FakeSocket.all.at(-1));
  return { run, waits, newest };
}

test("each_wait_may_be_twice_as_long_up_to_thirty_seconds", () => {
  const { waits, newest } = start();
  for (let failure = 0; failure < 12; failure += 1) {
    newest().onclose({ code: 1006 });
    mock.timers.tick(30_000);
  }
  assert.equal(FakeSocket.all.length, 13);
  for (const [failure, wait] of waits.entries()) {
    assert.ok(wait <= Math.min(30_000, 1000 * 2 ** failure), `${wait} after failure ${failure}`);
  }
});

test("a_connection_that_opened_begins_again_with_the_short_wait", () => {
  const { waits, newest } = start();
  for (let failure = 0; failure < 9; failure += 1) {
    newest().onclose({ code: 1006 });
    mock.timers.tick(30_000);
  }
  newest().onopen();
  newest().onclose({ code: 1006 });
  assert.ok((waits.at(-1) ?? NaN) <= 1000);
});

test("aborted_it_opens_nothing_more", () => {
  const { run, newest } = start();
  newest().onclose({ code: 1006 });
  run.abort();
  mock.timers.tick(30_000);
  assert.equal(FakeSocket.all.length, 1);
  assert.ok(newest().isClosed);
});
