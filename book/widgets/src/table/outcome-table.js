import stacking from "../../styles/stacking-table.css";
import css from "../../styles/table-experiment.css";
import { adoptStyles, h } from "../dom.js";

adoptStyles(css);
adoptStyles(stacking);

/** What happened in a row: a line a question, a column a side. */
export class OutcomeTable {
  #head;
  #caption = h("caption");
  /** A line's words -> its cells. @type {Map<string, string[]>} */
  #lines = new Map();
  #body = h("tbody");

  /** @param {string} caption @param {string[]} head the names of the columns, the first one's too */
  constructor(caption, head) {
    this.#head = head;
    this.caption = caption;
    this.element = h(
      "table",
      { class: "bench-table outcome-table stacking-table" },
      this.#caption,
      h("thead", {}, h("tr", {}, ...head.map((words) => h("th", { scope: "col" }, words)))),
      this.#body,
    );
    this.#draw();
  }

  /** @param {string} words */
  set caption(words) {
    this.#caption.textContent = words;
  }

  /** Sets a line; the same words again replace it. @param {string} line @param {string[]} cells */
  set(line, ...cells) {
    this.#lines.set(line, cells);
    this.#draw();
  }

  clear() {
    this.#lines.clear();
    this.#draw();
  }

  /** @returns {{ head: string[], rows: string[][] }} */
  recording() {
    return { head: this.#head, rows: [...this.#lines].map(([line, cells]) => [line, ...cells]) };
  }

  #draw() {
    this.element.hidden = this.#lines.size === 0;
    this.#body.replaceChildren(
      ...[...this.#lines].map(([line, cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, line),
          // On a phone each cell stands below the one before, after its column's name.
          ...cells.map((words, at) => h("td", { "data-column": this.#head[at + 1] ?? "" }, words)),
        ),
      ),
    );
  }
}
