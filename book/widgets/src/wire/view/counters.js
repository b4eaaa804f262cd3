/** @import { Sum } from "../sums.js" */
import { h } from "../../dom.js";

/** What each count is called, and how it comes from a sum. @type {[string, (count: import("../tap.js").Count) => number][]} */
const COUNTS = [
  ["Bytes", ({ bytes }) => bytes],
  ["HTTP heads", ({ head }) => head],
  ["Payload", ({ payload }) => payload],
  ["Framing and control", ({ bytes, head, payload }) => bytes - head - payload],
  ["Frames", ({ frames }) => frames],
];

/** Bytes up and down, headers against payload, frames and requests. */
export class Counters {
  #caption = h("caption", {});
  #cells = ["up", "down"].map(() => COUNTS.map(() => h("td", {}, "0")));
  element = h(
    "table",
    { class: "wire-counts" },
    this.#caption,
    h(
      "thead",
      {},
      h("tr", {}, h("td", {}), ...COUNTS.map(([words]) => h("th", { scope: "col" }, words))),
    ),
    h("tbody", {}, this.#row(0, "client", "Client → up"), this.#row(1, "server", "Server ← down")),
  );

  /** @param {number} index @param {string} from @param {string} words */
  #row(index, from, words) {
    return h(
      "tr",
      { "data-from": from },
      h("th", { scope: "row" }, words),
      ...(this.#cells[index] ?? []),
    );
  }

  /** @param {Sum} sum */
  show({ requests, up, down }) {
    this.#caption.textContent = requests === 1 ? "1 request" : `${requests} requests`;
    for (const [index, count] of [up, down].entries()) {
      for (const [column, [, of]] of COUNTS.entries()) {
        const cell = this.#cells[index]?.[column];
        if (cell) cell.textContent = of(count).toLocaleString("en");
      }
    }
  }
}
