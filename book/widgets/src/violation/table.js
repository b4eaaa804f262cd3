import { h } from "../dom.js";

const HEAD = ["Rule", "The standard says", "This page saw", "The browser sent"];

/** @typedef {{ rule: string, cells: [string, string, string, string] }} Row */

/** One row a rule: its latest run. There are as many rows as rules at the most. */
export class ViolationTable {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  #body = h("tbody");
  element = h(
    "table",
    { class: "bench-table violation-table" },
    h("thead", {}, h("tr", {}, ...HEAD.map((words) => h("th", { scope: "col" }, words)))),
    this.#body,
  );

  /** @param {Row} row */
  set(row) {
    this.#rows.set(row.rule, row);
    this.#body.replaceChildren(...[...this.#rows.values()].map(draw));
  }

  /** @returns {{ head: string[], rows: string[][] }} */
  recording() {
    return { head: HEAD, rows: [...this.#rows.values()].map(({ cells }) => cells) };
  }
}

/** @param {Row} row */
function draw({ cells: [rule, ...rest] }) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, rule),
    // On a phone each cell stands below the one before, after its column's name.
    ...rest.map((words, at) => h("td", { "data-column": HEAD[at + 1] ?? "" }, words)),
  );
}
