import assert from "node:assert/strict";
import { after, before, beforeEach, mock, test } from "node:test";
import { IDLE_MS, MAX_TOKENS, Tap } from "../src/wire/tap.js";

/** A playground that watches what it is asked to, and 16 tokens at one time. */
class FakeSocket extends EventTarget {
  static OPEN = 1;
  /** @type {FakeSocket[]} */
  static all = [];
  readyState = 0;
  watched = new Set();
  /** @type {any} */
  onopen;
  /** @type {any} */
  onmessage;
  /** @type {any} */
  onclose;

  constructor() {
    super();
    FakeSocket.all.push(this);
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen();
    });
  }

  /** @param {string} text */
  send(text) {
    const { type, token } = JSON.parse(text);
    if (type === "unwatch") this.watched.delete(token);
    else if (this.watched.size >= MAX_TOKENS) this.tell({ type: "refused", token, reason: "16." });
    else {
      this.watched.add(token);
      this.tell({ type: "watching", token });
    }
  }

  /** @param {any} event */
  tell(event) {
    this.onmessage({ data: JSON.stringify([event]) });
  }

  /** @param {number} [code] @param {string} [reason] */
  close(code, reason = "") {
    this.readyState = 3;
    this.onclose({ code, reason });
  }
}

const real = globalThis.WebSocket;
before(() => {
  globalThis.WebSocket = /** @type {any} */ (FakeSocket);
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  mock.method(performance, "now", () => now);
});
beforeEach(() => {
  FakeSocket.all = [];
  now = 1000;
});
after(() => {
  globalThis.WebSocket = real;
  mock.timers.reset();
});
let now = 0;

/** Lets time pass, and what waits for it happen. @param {number} ms */
async function pass(ms) {
  now += ms;
  mock.timers.tick(ms);
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

/** @param {Partial<import("../src/wire/tap.js").Watcher>} [more] */
const watcher = (more) => ({ take: () => {}, lost: () => {}, ...more });

/** @param {string} token @param {any} event */
const of = (token, event) => ({ token, connection: 1, exchange: 1, at_us: 5, ...event });

const socket = () => /** @type {FakeSocket} */ (FakeSocket.all.at(-1));

test("the_socket_closes_with_the_last_token_and_opens_with_the_next", async () => {
  const tap = new Tap();
  const first = await tap.watch(watcher(), "units");
  const second = await tap.watch(watcher(), "units");
  tap.unwatch(first);
  await pass(1);
  assert.equal(socket().readyState, 1);
  tap.unwatch(second);
  await pass(1);
  assert.equal(socket().readyState, 3);
  await tap.watch(watcher(), "units");
  assert.equal(FakeSocket.all.length, 2);
  assert.equal(socket().readyState, 1);
});

test("who_connects_again_keeps_the_socket", async () => {
  const tap = new Tap();
  const token = await tap.watch(watcher(), "units");
  tap.unwatch(token);
  await tap.watch(watcher(), "units");
  await pass(1);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(socket().watched.size, 1);
});

test("times_count_from_the_beginning_of_the_page", async () => {
  const tap = new Tap();
  /** @type {any[]} */
  const events = [];
  const token = await tap.watch(watcher({ take: (event) => events.push(event) }), "units");
  socket().tell(of(token, { type: "ended" }));
  assert.equal(events[0].at_us, 1_000_005);
});

test("a_token_without_an_open_exchange_is_given_back", async () => {
  const tap = new Tap();
  const returned = mock.fn();
  const busy = await tap.watch(watcher(), "units");
  const done = await tap.watch(watcher({ returned }), "units");
  socket().tell(of(busy, { type: "counts" }));
  socket().tell(of(done, { type: "counts" }));
  socket().tell(of(done, { type: "ended" }));
  await pass(IDLE_MS - 1);
  assert.equal(returned.mock.callCount(), 0);
  await pass(60_000);
  assert.equal(returned.mock.callCount(), 1);
  assert.deepEqual([...socket().watched], [busy]);
});

test("the_seventeenth_token_takes_the_place_of_the_one_that_is_idle_for_longest", async () => {
  const tap = new Tap();
  const tokens = [];
  for (let index = 0; index < MAX_TOKENS; index++) {
    tokens.push(await tap.watch(watcher(), "units"));
    now += 1;
  }
  socket().tell(of(String(tokens[0]), { type: "counts" }));
  const more = await tap.watch(watcher(), "units");
  await pass(1);
  assert.ok(socket().watched.has(more));
  assert.ok(socket().watched.has(tokens[0]), "its exchange is open");
  assert.ok(!socket().watched.has(tokens[1]));
});

test("a_refused_watch_says_why_and_leaves_the_others", async () => {
  const tap = new Tap();
  for (let index = 0; index < MAX_TOKENS; index++) {
    const token = await tap.watch(watcher(), "units");
    socket().tell(of(token, { type: "counts" }));
  }
  await assert.rejects(tap.watch(watcher(), "units"), { message: "16." });
  assert.equal(socket().watched.size, MAX_TOKENS);
});

test("a_tap_that_is_lost_says_so_to_everyone_who_watches", async () => {
  const tap = new Tap();
  const lost = mock.fn();
  await tap.watch(watcher({ lost }), "units");
  socket().close(1001, "shutting down");
  assert.deepEqual(lost.mock.calls[0]?.arguments, [
    "The tap's own WebSocket closed: shutting down.",
  ]);
  await tap.watch(watcher(), "units");
  assert.equal(FakeSocket.all.length, 2);
});
