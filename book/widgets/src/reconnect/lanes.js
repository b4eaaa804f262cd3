import { exponential, fixed, fullJitter } from "../../../listings/node/ws-v2/lasting-socket.mjs";
import { openSocketIo } from "../socketio/client.js";
import { until } from "../table/until.js";
import { withTap } from "../wire/tap.js";
import { ReturnRecord } from "./record.js";
import { reopening } from "./reopening.js";

/**
 * @import { Backoff } from "../../../listings/node/ws-v2/lasting-socket.mjs"
 * @import { Strip } from "../table/strip.js"
 */

/** Chromium holds an attempt back for up to 5 s after many failures, and Socket.IO waits up to 5 s between two. */
const PATIENCE_MS = 30_000;

/**
 * One way to come back. `back`: fulfilled when it is connected for the second time.
 *
 * @typedef {{ name: string, token: string, record: ReturnRecord, back: Promise<unknown> }} Lane
 * @typedef {{ name: string, token: string, address: string, strip: Strip, signal: AbortSignal }} Setting
 */

/** How each WebSocket waits. The names stand beside the strips. @type {[name: string, Backoff | null][]} */
export const WEBSOCKETS = [
  ["Naive", null],
  ["Fixed 1 s", fixed],
  ["Exponential", exponential],
  ["Full jitter", fullJitter],
];
export const SOCKET_IO = "Socket.IO";

/** @param {Setting} setting @param {Backoff | null} backoff @returns {Promise<Lane>} when it is connected */
export async function webSocketLane({ name, token, address, strip, signal }, backoff) {
  const returning = new Returning(name, strip, signal);
  reopening(
    withTap(address, token),
    backoff,
    {
      attempt: () => returning.attempt(),
      opened: () => returning.connected(),
      closed: () => returning.lost(),
      waits: (ms) => returning.record.waits.push(ms),
      gaveUp: () => returning.gaveUp(),
    },
    signal,
  );
  await returning.first;
  return { name, token, ...returning };
}

/** The official client with its defaults: polling first, then WebSocket. @param {Omit<Setting, "address">} setting @returns {Promise<Lane>} */
export async function socketIoLane({ name, token, strip, signal }) {
  const returning = new Returning(name, strip, signal);
  const socket = await openSocketIo("/echo", token, { autoConnect: false });
  signal.addEventListener("abort", () => socket.disconnect());
  const manager = socket.io;
  manager.once("open", () => manager.engine.once("upgrade", () => returning.connected()));
  socket.on("disconnect", () => returning.lost());
  manager.on("reconnect_attempt", () => returning.attempt());
  manager.on("reconnect_error", () => returning.lost());
  manager.on("reconnect", () => returning.connected());
  socket.connect();
  await returning.first;
  return { name, token, ...returning };
}

/** Writes down what a client does, and draws it. */
class Returning {
  record = new ReturnRecord();
  #name;
  #strip;
  #signal;
  /** @type {(value?: unknown) => void} */
  #opened = () => {};
  #isBack = this.#opened;
  #fail = (/** @type {string} */ _why) => {};
  #outages = 0;

  /** @param {string} name @param {Strip} strip @param {AbortSignal} signal */
  constructor(name, strip, signal) {
    this.#name = name;
    this.#strip = strip;
    this.#signal = signal;
    this.first = until(signal, `${name} to connect`, (done) => (this.#opened = done));
    this.back = until(
      signal,
      `${name} to come back`,
      (done, failed) => {
        this.#isBack = done;
        this.#fail = failed;
      },
      PATIENCE_MS,
    );
  }

  attempt() {
    // The first connection is no attempt to come back.
    if (this.#outages === 0) return;
    this.record.attempt();
    this.#strip.attempt(this.#name);
    this.#strip.set(this.#name, "trying");
  }

  connected() {
    this.record.settled();
    this.#strip.set(this.#name, "open");
    this.#opened();
    if (this.#outages === 0) return;
    this.record.back_at = performance.now();
    this.#isBack();
  }

  /** An open connection was lost, or an attempt failed. */
  lost() {
    if (this.#signal.aborted) return;
    this.#outages += 1;
    this.record.settled();
    this.#strip.set(this.#name, "closed");
  }

  gaveUp() {
    this.#fail(`${this.#name} gave up: as many attempts as a page of this book makes.`);
  }
}
