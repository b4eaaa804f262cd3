/** @import { Count, CountsEvent } from "./tap.js" */

/** @typedef {{ requests: number, up: Count, down: Count }} Sum */

/** Exchanges whose sums still change: more than one page has connections. */
const MAX_OPEN = 1_000;

/** Sums of exchanges: one by one while they are open, by label when they have ended. */
export class Sums {
  /** @type {Map<string, { label: string, sum: Sum }>} */
  #open = new Map();
  /** @type {Map<string, Sum>} */
  #ended = new Map();

  /** @param {CountsEvent} event @param {string} [label] */
  set({ token, exchange, up, down }, label = "") {
    this.#open.set(`${token} ${exchange}`, { label, sum: { requests: 1, up, down } });
    const [oldest] = this.#open.keys();
    if (this.#open.size > MAX_OPEN && oldest) this.#close(oldest);
  }

  /** @param {{ token: string, exchange: number }} event */
  close({ token, exchange }) {
    this.#close(`${token} ${exchange}`);
  }

  /** @param {string} key */
  #close(key) {
    const open = this.#open.get(key);
    if (open) this.add(open.label, open.sum);
    this.#open.delete(key);
  }

  /** @param {string} label @param {Sum} sum */
  add(label, sum) {
    this.#ended.set(label, add(this.#ended.get(label) ?? zero(), sum));
  }

  get labels() {
    return new Set([...this.#ended.keys(), ...[...this.#open.values()].map(({ label }) => label)]);
  }

  /** @param {string} [label] */
  of(label) {
    const sum = zero();
    for (const [its, ended] of this.#ended)
      if (label === undefined || its === label) add(sum, ended);
    for (const open of this.#open.values()) {
      if (label === undefined || open.label === label) add(sum, open.sum);
    }
    return sum;
  }

  clear() {
    this.#open.clear();
    this.#ended.clear();
  }
}

/** @returns {Sum} */
function zero() {
  const count = () => ({ bytes: 0, head: 0, payload: 0, frames: 0 });
  return { requests: 0, up: count(), down: count() };
}

/** @param {Sum} sum @param {Sum} more */
function add(sum, more) {
  sum.requests += more.requests;
  for (const key of /** @type {(keyof Count)[]} */ (Object.keys(sum.up))) {
    sum.up[key] += more.up[key];
    sum.down[key] += more.down[key];
  }
  return sum;
}
