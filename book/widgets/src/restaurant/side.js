import { h } from "../dom.js";

/**
 * What the element lends to its two halves.
 *
 * @typedef {object} Context
 * @property {(from: "client" | "server" | "note", text: string) => void} write
 *   something crossed the network, now
 * @property {(close: () => void) => () => void} own see DemoElement
 * @property {(what: string, error: unknown) => void} failed
 */

/** A counter with its words. */
export class Counter {
  #number = h("dd", {}, "0");
  #value = 0;
  element;

  /** @param {string} words */
  constructor(words) {
    this.element = h("div", {}, h("dt", {}, words), this.#number);
  }

  add() {
    this.#value += 1;
    this.#number.textContent = String(this.#value);
  }
}

/**
 * One half of the restaurant: heading, picture, what the guest knows, controls, counters.
 *
 * @param {string} name for CSS
 * @param {string} heading
 * @param {{ scene: Element, answer: Element, controls: Element[], counters: Counter[] }} parts
 */
export function half(name, heading, { scene, answer, controls, counters }) {
  return h(
    "section",
    { class: `restaurant-half ${name}`, "aria-label": heading },
    h("p", { class: "restaurant-heading" }, heading),
    scene,
    answer,
    h("div", { class: "bench-row" }, ...controls),
    h("dl", { class: "restaurant-counters" }, ...counters.map(({ element }) => element)),
  );
}
