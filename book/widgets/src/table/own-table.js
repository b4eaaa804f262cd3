import { h } from "../dom.js";
import { toTsv } from "../race/table.js";
import { browserName } from "../transcript.js";
import { copyText } from "../wire/view/copy.js";
import { toMarkdown } from "./markdown.js";
import { NOT_MEASURED } from "./row.js";

/** @import { Row } from "./row.js" */

const HEAD = [
  "Feature",
  "WebSocket, the source says",
  "Socket.IO, the source says",
  "WebSocket, measured here",
  "Socket.IO, measured here",
];

/** Until it is measured, there is nothing to sign. */
const EMPTY = "Nothing is measured yet. What you measure stays until you leave the page.";

/** What the reader measured beside what the source says, to be taken away. */
export class OwnTable {
  /** @type {Row[]} */
  rows = [];
  #version;
  #signed = h("p", { class: "bench-note" }, EMPTY);
  #done = h("span", { role: "status" });
  element = h(
    "section",
    { class: "table-own", "aria-label": "My own table" },
    h("p", { class: "table-own-title" }, "My own table"),
    this.#signed,
    h(
      "div",
      { class: "bench-row" },
      h(
        "button",
        { type: "button", onclick: () => this.#copy(this.#markdown()) },
        "Copy as Markdown",
      ),
      h(
        "button",
        { type: "button", onclick: () => this.#copy(this.#tsv()) },
        "Copy for a spreadsheet",
      ),
      h("button", { type: "button", onclick: () => this.#print() }, "Print"),
      this.#done,
    ),
  );

  /** @param {() => Promise<string>} version of the playground */
  constructor(version) {
    this.#version = version;
  }

  /** As a recording keeps it. */
  get content() {
    const rows = this.rows.map(({ definition: { feature, source }, result }) => [
      feature,
      source?.websocket ?? "–",
      source?.socketIo ?? "–",
      result?.websocket ?? NOT_MEASURED,
      result?.socketIo ?? NOT_MEASURED,
    ]);
    return { head: HEAD, rows };
  }

  /** Something was measured. */
  async sign() {
    const when = new Date();
    const version = await this.#version();
    const measured = this.rows.filter(({ result }) => result).length;
    this.#signed.textContent =
      `${measured} of ${this.rows.length} rows measured with ` +
      `${browserName(navigator.userAgent)} against playground ${version}, ` +
      `last on ${day(when)} at ${time(when)}.`;
  }

  #markdown() {
    const { head, rows } = this.content;
    return `${toMarkdown(head, rows)}\n\n${this.#signed.textContent}\n`;
  }

  #tsv() {
    const { head, rows } = this.content;
    return toTsv([head, ...rows, [this.#signed.textContent]]);
  }

  /** @param {string} text */
  async #copy(text) {
    this.#done.textContent = (await copyText(text))
      ? "Copied."
      : "This browser did not let the page copy. Print works everywhere.";
  }

  /** The page with this table alone, as long as it is printed. */
  #print() {
    const { head, rows } = this.content;
    const sheet = h(
      "div",
      { class: "table-sheet" },
      h("h1", {}, "My own table"),
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...head.map((words) => h("th", { scope: "col" }, words)))),
        h(
          "tbody",
          {},
          ...rows.map(([feature = "", ...cells]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, feature),
              ...cells.map((cell) => h("td", {}, cell)),
            ),
          ),
        ),
      ),
      h("p", {}, this.#signed.textContent),
    );
    document.body.append(sheet);
    document.documentElement.classList.add("prints-own-table");
    const end = () => {
      sheet.remove();
      document.documentElement.classList.remove("prints-own-table");
    };
    addEventListener("afterprint", end, { once: true });
    print();
  }
}

/** @param {Date} date */
function day(date) {
  return date.toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric" });
}

/** @param {Date} date */
function time(date) {
  return date.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}
