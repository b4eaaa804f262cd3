/** @import { Of } from "./tap.js" */

/** Labels, and connections with a name, that are kept: a race watches five tokens, so 200 races. */
const MAX_NAMES = 1_000;

/** What the reader calls each connection. */
export class Names {
  /** Token -> label. @type {Map<string, string>} */
  labels = new Map();
  /** "label connection" -> its place among the connections of its label. @type {Map<string, number>} */
  #connections = new Map();
  /** Label -> its connections so far. @type {Map<string, number>} */
  #counts = new Map();

  /** @param {string} token @param {string} label */
  name(token, label) {
    this.labels.set(token, label);
    bound(this.labels);
  }

  /** A connection counts when its first bytes are seen. @param {Of} event */
  see(event) {
    const key = this.#key(event);
    if (this.#connections.has(key)) return;
    const label = this.labels.get(event.token) ?? "";
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    this.#connections.set(key, count);
    bound(this.#counts);
    bound(this.#connections);
  }

  /** Whether somebody has to tell one connection from another. */
  get areMany() {
    return this.#connections.size > 1;
  }

  /** "" as long as there is one connection only: nobody has to tell it from another. @param {Of} event */
  of(event) {
    if (!this.areMany) return "";
    const label = this.labels.get(event.token) ?? "";
    const isOneOfMany = (this.#counts.get(label) ?? 0) > 1;
    return isOneOfMany ? `${label} ${this.#connections.get(this.#key(event)) ?? ""}` : label;
  }

  clear() {
    this.#connections.clear();
    this.#counts.clear();
  }

  /** @param {Of} event */
  #key({ token, connection }) {
    return `${this.labels.get(token) ?? ""} ${connection}`;
  }
}

/** @template K, V @param {Map<K, V>} map */
function bound(map) {
  const [oldest] = map.keys();
  if (map.size > MAX_NAMES && oldest !== undefined) map.delete(oldest);
}
