import { h } from "../dom.js";

/** @import { Gauge } from "./hose.js" */
/** @import { Tab } from "./tab.js" */

const count = (/** @type {number} */ number) => number.toLocaleString("en");

/** Bytes as people say them: `1.2 MB`. @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What the page alone has, where the browser tells (a rough figure, of Chromium only). */
function heapBytes() {
  const { memory } = /** @type {{ memory?: { usedJSHeapSize: number } }} */ (performance);
  return memory?.usedJSHeapSize;
}

/** @type {[name: string, value: (gauge: Gauge, tab: Tab) => string][]} */
const ROWS = [
  [
    "Arrived here",
    (_, { arrivals }) => `${count(arrivals.count)}, newest ${count(arrivals.newest)}`,
  ],
  ["Numbers that never came", (_, { arrivals }) => arrivals.missingWords],
  ["Handled", (_, tab) => count(tab.handled)],
  ["Age of the last one handled", (_, tab) => `${(tab.age_ms / 1000).toFixed(1)} s`],
  ["Server: bytes in the queue", (gauge) => size(gauge.queued_bytes)],
  [
    "Server: the whole process",
    ({ resident_bytes: bytes }) => (bytes === null ? "its system does not tell" : size(bytes)),
  ],
  ["This tab: bytes on the list", (_, tab) => size(tab.listBytes)],
  [
    "This tab: JavaScript heap",
    () => {
      const bytes = heapBytes();
      return bytes === undefined ? "this browser does not tell" : `about ${size(bytes)}`;
    },
  ],
];

/** The same run in figures. */
export class Figures {
  #cells = ROWS.map(([name]) => h("td", { "data-figure": name }, "–"));
  element = h(
    "table",
    { class: "bench-table hose-figures" },
    h("caption", {}, "What came of it, and who holds how much"),
    h(
      "tbody",
      {},
      ...ROWS.map(([name], index) =>
        h("tr", {}, h("th", { scope: "row" }, name), this.#cells[index] ?? ""),
      ),
    ),
  );

  clear() {
    for (const cell of this.#cells) cell.textContent = "–";
  }

  /** @param {Gauge} gauge @param {Tab} tab */
  show(gauge, tab) {
    for (const [index, [, value]] of ROWS.entries()) {
      const cell = this.#cells[index];
      if (cell) cell.textContent = value(gauge, tab);
    }
  }
}
