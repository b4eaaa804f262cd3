/** @import { Count, ExchangeEvent } from "./tap.js" */

/** Events kept. What is older is forgotten, and the view says how much. */
export const MAX_EVENTS = 20_000;

/** Everything that one demo's connections said. No DOM. */
export class WireSession {
  /** @type {ExchangeEvent[]} */
  events = [];
  /** Token -> what the reader calls its connection. @type {Map<string, string>} */
  labels = new Map();
  /** @type {Map<string, Extract<ExchangeEvent, { type: "counts" }>>} */
  #counts = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {ExchangeEvent} event */
  take(event) {
    if (event.type === "counts") this.#counts.set(`${event.token} ${event.exchange}`, event);
    else this.events.push(event);
    if (this.events.length > MAX_EVENTS) this.events.shift();
    for (const changed of this.#listeners) changed();
  }

  /** @param {() => void} changed */
  onChange(changed) {
    this.#listeners.add(changed);
  }

  /**
   * The sums of all exchanges, or of those with one label.
   *
   * @param {string} [label]
   * @returns {{ requests: number, up: Count, down: Count }}
   */
  counts(label) {
    const sum = { requests: 0, up: zero(), down: zero() };
    for (const { token, up, down } of this.#counts.values()) {
      if (label !== undefined && this.labels.get(token) !== label) continue;
      sum.requests += 1;
      for (const key of /** @type {(keyof Count)[]} */ (Object.keys(sum.up))) {
        sum.up[key] += up[key];
        sum.down[key] += down[key];
      }
    }
    return sum;
  }

  clear() {
    this.events = [];
    this.#counts.clear();
    for (const changed of this.#listeners) changed();
  }
}

/** @returns {Count} */
function zero() {
  return { bytes: 0, head: 0, payload: 0, frames: 0 };
}
