import { h, svg } from "../dom.js";
import { LANES } from "./lanes.js";
import { resultTable } from "./table.js";

/** @import { LaneName } from "./lanes.js" */
/** @import { LaneSummary } from "./lane-record.js" */

/** The result as a real table, which is also the chart's legend and its text alternative. */
export class Board {
  /** @type {HTMLTableCellElement[][]} */
  #cells = [];
  #caption = h("caption");
  /** What the table shows now. @type {{ head: string[], rows: string[][] }} */
  content;
  element;

  /** @param {LaneName[]} names @param {LaneSummary[]} empty a summary for each name */
  constructor(names, empty) {
    this.content = resultTable(empty);
    const [corner = "", ...titles] = this.content.head;
    const lanes = titles.map((title, at) => h("th", { scope: "col" }, sample(names[at]), title));
    const body = this.content.rows.map(([label = "", ...texts]) => {
      const cells = texts.map((text) => h("td", {}, text));
      this.#cells.push(cells);
      return h("tr", {}, h("th", { scope: "row" }, label), ...cells);
    });
    this.element = h(
      "table",
      { class: "bench-table race-table" },
      this.#caption,
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, corner), ...lanes)),
      h("tbody", {}, ...body),
    );
  }

  /** @param {string} text */
  set caption(text) {
    this.#caption.textContent = text;
  }

  /** @param {LaneSummary[]} lanes */
  show(lanes) {
    this.content = resultTable(lanes);
    this.content.rows.forEach(([, ...texts], row) =>
      texts.forEach((text, column) => {
        const cell = this.#cells[row]?.[column];
        if (cell && cell.textContent !== text) cell.textContent = text;
      }),
    );
  }

  /** The color of a lane in the theme that the page has now, for whoever draws on a canvas. @param {LaneName} name */
  color(name) {
    const line = this.element.querySelector(`.race-sample[data-lane="${name}"]`);
    return line ? getComputedStyle(line).color : "";
  }
}

/** A piece of the lane's line: the same color and dash as in the chart. @param {LaneName | undefined} name */
function sample(name) {
  if (!name) return "";
  const line = svg("line", {
    x1: 0,
    y1: 4,
    x2: 44,
    y2: 4,
    "stroke-dasharray": LANES[name].dash.join(" "),
    "stroke-width": LANES[name].width,
  });
  return svg(
    "svg",
    { class: "race-sample", "data-lane": name, viewBox: "0 0 44 8", "aria-hidden": "true" },
    line,
  );
}
