import { h, uniqueId } from "../dom.js";
import { Panel } from "./panel.js";

/**
 * One row of the table, as its module in `rows/` exports it.
 *
 * @typedef {{ websocket: string, socketIo: string }} Sides one word for each side
 * @typedef {{
 *   name: string,
 *   feature: string,
 *   source: Sides | null,
 *   question: string,
 *   build: (panel: Panel) => HTMLElement,
 * }} RowDefinition `feature`: the source's words where it has the row; `source`: its two marks, null when
 *   it leaves the row out; `question`: a line that shows while the row is folded; `build`: the inside of
 *   the row, made when it is opened for the first time; nothing connects there
 *
 * @typedef {"idle" | "running" | "done" | "failed"} RowStatus
 */

/** What a cell says before its row has run. */
export const NOT_MEASURED = "not yet measured";

/** What it says while there is no result. @type {Record<RowStatus, string>} */
const WITHOUT_RESULT = {
  idle: NOT_MEASURED,
  running: "measuring …",
  done: NOT_MEASURED,
  failed: "failed: open the row",
};

const SIDES = /** @type {const} */ (["websocket", "socketIo"]);

/** A row on the page: its cells, and below them, when it is opened, its experiment. */
export class Row {
  /** What was measured. @type {Sides | null} */
  result = null;
  #panel;
  #inside = h("td", { colspan: 5, role: "cell", class: "table-inside" });
  #below = h(
    "tr",
    { role: "row", class: "table-panel", id: uniqueId("row"), hidden: true },
    this.#inside,
  );
  #button;
  #cells = { websocket: h("span"), socketIo: h("span") };
  #isBuilt = false;
  #moved;
  #measured;

  /**
   * @param {RowDefinition} definition
   * @param {import("../demo-element.js").DemoElement} demo
   * @param {{ alone: boolean, begins: (row: Row) => void, moved: () => void, measured: () => void }} options
   *   `alone`: no other row shares the wire; `begins`: it is about to run; `moved`: its status is another;
   *   `measured`: it has a new result
   */
  constructor(definition, demo, { alone, begins, moved, measured }) {
    this.definition = definition;
    this.begins = () => begins(this);
    this.#moved = moved;
    this.#measured = measured;
    this.#panel = new Panel(demo, this, (label) =>
      alone ? label : `${label} (${definition.name})`,
    );
    const { feature, source, question, name } = definition;
    this.#button = h(
      "button",
      {
        type: "button",
        class: "table-open",
        "aria-expanded": "false",
        "aria-controls": this.#below.id,
        onclick: () => this.toggle(),
      },
      feature,
    );
    this.element = h(
      "tbody",
      { role: "rowgroup", "data-row": name, "data-status": "idle" },
      h(
        "tr",
        { role: "row", class: "table-row" },
        h(
          "th",
          { scope: "row", role: "rowheader" },
          this.#button,
          h("p", { class: "table-question" }, question),
        ),
        ...SIDES.map((side) => mark(source?.[side], side)),
        ...SIDES.map((side) => cell(this.#cells[side], side)),
      ),
      this.#below,
    );
    this.#write();
  }

  get isOpen() {
    return !this.#below.hidden;
  }

  /** Closing it ends what it has opened; what was measured stays. */
  toggle() {
    this.#build();
    this.#below.hidden = this.isOpen;
    this.#button.setAttribute("aria-expanded", String(this.isOpen));
    if (!this.isOpen) this.stop();
  }

  /** Runs its first experiment, without opening it. */
  async run() {
    this.#build();
    await this.#panel.runFirst();
  }

  /** Ends what it has opened. */
  stop() {
    this.#panel.close();
  }

  /** Another row is about to run. */
  release() {
    this.#panel.release();
  }

  #build() {
    if (this.#isBuilt) return;
    this.#isBuilt = true;
    this.#inside.append(this.definition.build(this.#panel), this.#panel.element);
  }

  /** @returns {RowStatus} */
  get status() {
    return /** @type {RowStatus} */ (this.element.dataset.status);
  }

  /** @param {RowStatus} status */
  set status(status) {
    this.element.dataset.status = status;
    this.#write();
    this.#moved();
  }

  /** @param {Sides} result */
  show(result) {
    this.result = result;
    this.#write();
    this.#measured();
  }

  #write() {
    for (const side of SIDES) {
      this.#cells[side].textContent = this.result?.[side] ?? WITHOUT_RESULT[this.status];
      this.#cells[side].classList.toggle("table-unmeasured", this.result === null);
    }
  }
}

/** The source's word. @param {string | undefined} word @param {keyof Sides} side */
function mark(word, side) {
  return h("td", { role: "cell", class: "table-mark", "data-side": side }, word ?? "–");
}

/** Room for what is measured. @param {HTMLElement} words @param {keyof Sides} side */
function cell(words, side) {
  return h("td", { role: "cell", class: "table-measured", "data-side": side }, words);
}
