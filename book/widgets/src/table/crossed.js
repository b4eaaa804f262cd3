import { parseHex } from "../payload.js";
import { Sums } from "../wire/sums.js";

/**
 * @import { Count, ExchangeEvent } from "../wire/tap.js"
 * @typedef {{ requests: number, open: number, up: Count, down: Count }} Crossing what crossed with one
 *   token; `open`: exchanges that have not ended
 */

/** Exchanges kept of one token, the first ones: more than a row sends requests. */
const MAX_EXCHANGES = 32;

/** Bytes kept of a request and of a body: room for an address, or for a refusal in words. */
const MAX_KEPT = 300;

/**
 * The first line of a request, and its answer, as "200 OK". `body`: the beginning of what the
 * server said: the answer's body, or over a WebSocket its first message.
 * @typedef {{ request: string, answer: string, body: string }} Exchange
 */

/** What the tap tells of one token, added up. */
export class Crossed {
  token = "";
  /** Why nothing more is told; empty while it is. */
  problem = "";
  /** By number. @type {Map<number, Exchange>} */
  #exchanges = new Map();
  #sums = new Sums();
  /** @type {Set<number>} */
  #open = new Set();
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @returns {Crossing} */
  get sum() {
    return { ...this.#sums.of(), open: this.#open.size };
  }

  /** What was asked and answered over HTTP, in order. */
  get exchanges() {
    return [...this.#exchanges.values()];
  }

  /** @param {ExchangeEvent} event */
  take(event) {
    if (event.type === "counts") {
      this.#sums.set(event);
      this.#open.add(event.exchange);
    } else if (event.type === "ended") {
      this.#sums.close(event);
      this.#open.delete(event.exchange);
    } else if (event.type === "unit") {
      this.#note(event);
    }
    for (const changed of this.#waiting) changed();
  }

  /** @param {import("../wire/tap.js").UnitEvent} event */
  #note({ exchange, unit: { kind, direction, summary, bytes } }) {
    let noted = this.#exchanges.get(exchange);
    if (kind === "request_head" && this.#exchanges.size < MAX_EXCHANGES) {
      const [request = ""] = fromHex(bytes).split("\r\n", 1);
      noted = { request, answer: "", body: "" };
      this.#exchanges.set(exchange, noted);
    }
    if (!noted) return;
    if (kind === "response_head") noted.answer = summary;
    const speaks = (kind === "body" || kind === "message") && direction === "server_to_client";
    if (speaks) noted.body ||= fromHex(bytes);
  }

  /** @param {string} why */
  lost(why) {
    this.problem = why;
    for (const changed of this.#waiting) changed();
  }

  /**
   * Waits until the sums are as expected, or nothing more will come.
   *
   * @param {(sum: Crossing) => boolean} isWhole
   * @param {AbortSignal} signal
   */
  async until(isWhole, signal) {
    /** @type {(value?: unknown) => void} */
    let done = () => {};
    const whole = new Promise((resolve) => (done = resolve));
    const look = () => (this.problem || isWhole(this.sum)) && done();
    const stop = () => done();
    this.#waiting.add(look);
    signal.addEventListener("abort", stop, { once: true });
    look();
    await whole;
    this.#waiting.delete(look);
    signal.removeEventListener("abort", stop);
    signal.throwIfAborted();
    if (this.problem) throw new Error(`Nothing counts the bytes: ${this.problem}`);
  }
}

/** The beginning, as text. @param {string} digits hexadecimal */
function fromHex(digits) {
  return new TextDecoder().decode(parseHex(digits.slice(0, MAX_KEPT * 2)) ?? new Uint8Array());
}
