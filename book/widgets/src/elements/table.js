import css from "../../styles/table.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { OwnTable } from "../table/own-table.js";
import { Row } from "../table/row.js";
import { loadRows } from "../table/rows.js";

adoptStyles(css);

/** Every row of the source's table, and those that it leaves out, each with its experiment. */
export default class TableElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not measured",
    open: "Measuring",
    closed: "Measured",
  };

  /** @type {Row[]} */
  #rows = [];
  #table = h("table", { role: "table", class: "bench-table table-rows" });
  #own = new OwnTable(async () => (await this.about())?.version ?? "of unknown version");
  #stop = new AbortController();
  #isRunningAll = false;
  /** The rows come after the button. */
  #loaded = Promise.resolve();

  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(this.#table);
    // A lesson that shows a row or two is about these; the table of one's own is the whole one.
    if (!this.dataset.rows) stage.append(this.#own.element);
    this.#offer();
    this.#loaded = this.#load();
  }

  disconnectedCallback() {
    this.#stop.abort();
    for (const row of this.#rows) row.stop();
    super.disconnectedCallback();
  }

  async #load() {
    try {
      const definitions = await loadRows(this.dataset.rows);
      const options = {
        alone: definitions.length === 1,
        begins: (/** @type {Row} */ row) => this.#begins(row),
        moved: () => this.#moved(),
        measured: () => void this.#own.sign(),
      };
      this.#rows = definitions.map((definition) => new Row(definition, this, options));
    } catch (error) {
      this.problem(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#own.rows = this.#rows;
    const ofTheSource = this.#rows.filter((row) => row.definition.source);
    const leftOut = this.#rows.filter((row) => !row.definition.source);
    this.#table.append(head(), ...ofTheSource.map((row) => row.element));
    if (leftOut.length > 0) this.#table.append(heading(), ...leftOut.map((row) => row.element));
    if (this.#rows.length === 1) this.#rows[0]?.toggle();
    if (!this.#isRunningAll) this.#offer();
  }

  #offer() {
    this.setPrimary(this.#rows.length === 1 ? "Run" : "Run all rows", () => this.#runAll());
  }

  /** One row at a time: no experiment slows another, and the page does not watch too much. @param {Row} row */
  #begins(row) {
    for (const other of this.#rows) if (other !== row) other.release();
  }

  /** One row after the other. */
  async #runAll() {
    const stop = (this.#stop = new AbortController());
    this.setPrimary("Stop", () => stop.abort());
    this.#isRunningAll = true;
    await this.#loaded;
    for (const row of this.#rows) {
      if (stop.signal.aborted) break;
      const end = () => row.stop();
      stop.signal.addEventListener("abort", end);
      await row.run();
      stop.signal.removeEventListener("abort", end);
    }
    this.#isRunningAll = false;
    this.#moved();
    this.#offer();
  }

  /** A row runs, or has run. */
  #moved() {
    const isRunning = this.#isRunningAll || this.#rows.some(({ status }) => status === "running");
    const isDone = this.#rows.some(({ status }) => status === "done" || status === "failed");
    this.status = isRunning ? "open" : isDone ? "closed" : "idle";
  }

  /** The result is a table. */
  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#own.content };
  }
}

function head() {
  const column = (/** @type {string} */ words, attributes = {}) =>
    h("th", { scope: "col", role: "columnheader", ...attributes }, words);
  const both = { colspan: 2, scope: "colgroup" };
  return h(
    "thead",
    { role: "rowgroup" },
    h(
      "tr",
      { role: "row" },
      column("Feature", { rowspan: 2 }),
      column("The source says", both),
      column("Your browser measures", both),
    ),
    h(
      "tr",
      { role: "row" },
      ...["WebSocket", "Socket.IO", "WebSocket", "Socket.IO"].map((side) => column(side)),
    ),
  );
}

function heading() {
  const words = "Rows that the source leaves out";
  const cell = h("th", { colspan: 5, scope: "rowgroup", role: "rowheader" }, words);
  return h("tbody", { role: "rowgroup", class: "table-left-out" }, h("tr", { role: "row" }, cell));
}
