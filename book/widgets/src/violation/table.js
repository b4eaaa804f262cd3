import { h } from "../dom.js";

const HEAD = ["Rule", "The standard says", "This page saw", "The browser sent"];

/** @typedef {[rule: string, standard: string, saw: string, sent: string]} Cells */

/** One row a rule: its latest run. */
export class ViolationTable {
  /** By the place of the rule in the list. @type {Cells[]} */
  #rows = [];
  #body = h("tbody");
  element = h(
    "table",
    { class: "bench-table violation-table stacking-table" },
    h("thead", {}, h("tr", {}, ...HEAD.map((words) => h("th", { scope: "col" }, words)))),
    this.#body,
  );

  /** @param {number} place @param {Cells} cells */
  set(place, cells) {
    this.#rows[place] = cells;
    this.#body.replaceChildren(...this.#filled.map(draw));
  }

  /** Without the places of rules that were not broken yet. */
  get #filled() {
    return this.#rows.filter((row) => row);
  }

  /** @returns {{ head: string[], rows: string[][] }} */
  recording() {
    return { head: HEAD, rows: this.#filled };
  }
}

/** @param {Cells} cells */
function draw([rule, ...rest]) {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, rule),
    // On a phone each cell stands below the one before, after its column's name.
    ...rest.map((words, at) => h("td", { "data-column": HEAD[at + 1] ?? "" }, words)),
  );
}
