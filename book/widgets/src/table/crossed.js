import { Sums } from "../wire/sums.js";

/**
 * @import { Count, ExchangeEvent } from "../wire/tap.js"
 * @typedef {{ requests: number, open: number, up: Count, down: Count }} Crossing what crossed with one
 *   token; `open`: exchanges that have not ended
 */

/** Status lines kept of one token: those of its first answers. */
const MAX_ANSWERS = 8;

/** What the tap tells of one token, added up. */
export class Crossed {
  token = "";
  /** Why nothing more is told; empty while it is. */
  problem = "";
  /** How the server answered over HTTP, as "426 Upgrade Required". @type {string[]} */
  answers = [];
  #sums = new Sums();
  /** @type {Set<number>} */
  #open = new Set();
  /** @type {Set<() => void>} */
  #waiting = new Set();

  /** @returns {Crossing} */
  get sum() {
    return { ...this.#sums.of(), open: this.#open.size };
  }

  /** @param {ExchangeEvent} event */
  take(event) {
    if (event.type === "counts") {
      this.#sums.set(event);
      this.#open.add(event.exchange);
    } else if (event.type === "ended") {
      this.#sums.close(event);
      this.#open.delete(event.exchange);
    } else if (event.type === "unit" && event.unit.kind === "response_head") {
      if (this.answers.length < MAX_ANSWERS) this.answers.push(event.unit.summary);
    }
    for (const changed of this.#waiting) changed();
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
