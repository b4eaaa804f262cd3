import { h, svg } from "../dom.js";
import { BIN_MS, peak, perBin, used } from "./bins.js";
import { CLIENTS } from "./herd.js";

/** @import { HerdRecord } from "./herd.js" */

/** In the drawing's own units: one wide is 100 ms, and one high is one attempt. */
const WIDTH = 70;
const GAP = 0.15;
const AXIS = 1;

/** Attempts per 100 ms: above the axis when the page made them, below it when they reached the server. */
export class Bars {
  #drawing;
  #words = h("p", { class: "herd-words" });
  element;

  /** @param {string} name */
  constructor(name) {
    this.#drawing = svg("svg", {
      viewBox: `0 0 ${WIDTH} ${2 * CLIENTS + AXIS}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": `${name}: not measured yet`,
    });
    this.element = h(
      "figure",
      { class: "herd-run" },
      h("figcaption", {}, h("strong", {}, name)),
      h(
        "div",
        { class: "herd-drawing" },
        h("span", { class: "herd-side", "data-from": "client" }, `${CLIENTS}, called by the page`),
        this.#drawing,
        h("span", { class: "herd-side", "data-from": "server" }, `${CLIENTS}, at the server`),
      ),
      h("div", { class: "herd-axis", "aria-hidden": "true" }, ...seconds()),
      this.#words,
    );
    this.#drawing.append(axis());
    this.name = name;
  }

  /** @param {HerdRecord} record */
  draw(record) {
    const called = perBin(record.called, record.cut_at);
    const arrived = perBin(record.arrived, record.cut_at);
    this.#drawing.replaceChildren(
      ...called.map((count, bin) => bar("client", bin, count, CLIENTS - count)),
      axis(),
      ...arrived.map((count, bin) => bar("server", bin, count, CLIENTS + AXIS)),
    );
    const words =
      `The page called ${peak(called)} at most in ${BIN_MS} ms, spread over ${used(called)} of ` +
      `${called.length} tenths of a second. At the server: ${peak(arrived)} at most.`;
    this.#words.textContent = words;
    this.#drawing.ariaLabel = `${this.name}. ${words}`;
  }
}

/** @param {"client" | "server"} from @param {number} bin @param {number} count @param {number} y */
function bar(from, bin, count, y) {
  return svg("rect", {
    "data-from": from,
    x: bin + GAP,
    y,
    width: 1 - 2 * GAP,
    height: Math.min(count, CLIENTS),
  });
}

function axis() {
  return svg("rect", { class: "herd-line", x: 0, y: CLIENTS, width: WIDTH, height: AXIS });
}

function seconds() {
  const all = Array.from({ length: WIDTH / 10 }, (_, second) => second);
  return all.map((second) => h("span", {}, `${second} s`));
}
