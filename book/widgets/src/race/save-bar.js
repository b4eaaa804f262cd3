import { h } from "../dom.js";
import { toCsv, toTsv } from "./table.js";

/** @import { Board } from "./board.js" */

/** Takes the table away: to the clipboard, or as a file. */
export class SaveBar {
  #board;
  #done = h("span", { role: "status" });
  element = h(
    "div",
    { class: "race-save" },
    h("button", { type: "button", onclick: () => this.#copy() }, "Copy table"),
    h("button", { type: "button", onclick: () => this.#saveCsv() }, "Save as CSV"),
    this.#done,
  );

  /** @param {Board} board */
  constructor(board) {
    this.#board = board;
  }

  get #rows() {
    const { head, rows } = this.#board.content;
    return [head, ...rows];
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(toTsv(this.#rows));
      this.#done.textContent = "Copied.";
    } catch {
      // A page that comes from another machine over plain HTTP has no clipboard.
      getSelection()?.selectAllChildren(this.#board.element);
      this.#done.textContent = "The table is selected: press Ctrl+C (⌘C on a Mac).";
    }
  }

  #saveCsv() {
    const blob = new Blob([toCsv(this.#rows)], { type: "text/csv;charset=utf-8" });
    const href = URL.createObjectURL(blob);
    h("a", { href, download: "race.csv" }).click();
    URL.revokeObjectURL(href);
    this.#done.textContent = "Saved as race.csv.";
  }
}
