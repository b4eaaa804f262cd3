/** @import { Cost } from "./measure.js" */
import { h } from "../dom.js";

/** @typedef {Cost & { order: string, connected_ms: number, moved_ms: number | null }} Run */

/** Runs kept in the table. */
const MAX_RUNS = 12;

const HEAD = [
  "Transports",
  "Connections",
  "Requests",
  "Bytes up",
  "Bytes down",
  "Connected",
  "On WebSocket",
];

/** What it cost to connect: a row a run. */
export class RunsTable {
  /** @type {string[][]} */
  #rows = [];
  #body = h("tbody");
  element = h(
    "table",
    { class: "bench-table upgrade-runs" },
    h("caption", {}, "What it took to connect, run by run"),
    h("thead", {}, h("tr", {}, ...HEAD.map((words) => h("th", { scope: "col" }, words)))),
    this.#body,
  );

  /** @param {Run} run */
  add({ order, connections, requests, up, down, connected_ms, moved_ms }) {
    const moved = moved_ms === null ? "never" : `${moved_ms.toFixed(1)} ms`;
    const numbers = [connections, requests, up, down].map((number) => number.toLocaleString("en"));
    this.#rows.push([order, ...numbers, `${connected_ms.toFixed(1)} ms`, moved]);
    if (this.#rows.length > MAX_RUNS) this.#rows.shift();
    this.#body.replaceChildren(...this.#rows.map(draw));
  }

  /** @returns {{ head: string[], rows: string[][] }} */
  recording() {
    return { head: HEAD, rows: this.#rows };
  }
}

/** @param {string[]} row */
function draw([order = "", ...cells]) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, order),
    // On a phone each cell stands below the one before, after its column's name.
    ...cells.map((words, at) => h("td", { "data-column": HEAD[at + 1] ?? "" }, words)),
  );
}
