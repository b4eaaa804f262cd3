import { h } from "../dom.js";

/** Rows kept on the page. More would make a long run slow to lay out, and nobody reads them. */
export const MAX_ROWS = 200;

const WHO = { client: "Client", server: "Server", note: "Note" };

/** @typedef {{ who?: string, extra?: string }} RowOptions `extra`: small words after the text */

/** Both directions of a conversation: client left, server right, newest last. */
export class Log {
  #list;
  #dropped = h("p", { class: "bench-dropped" });
  #count = 0;

  /** @param {string} label what the log is of @param {string} empty what to do to fill it */
  constructor(label, empty) {
    this.#list = h("ol", { class: "bench-log" });
    this.element = h(
      "div",
      {
        class: "bench-log-view",
        role: "log",
        "aria-label": label,
        tabindex: 0,
        "data-empty": empty,
      },
      this.#dropped,
      this.#list,
    );
  }

  /**
   * @param {import("../transcript.js").Entry} entry @param {RowOptions} [options]
   * @returns {(extra: string) => void} says later what became of it, in small words
   */
  add({ at_ms, from, text }, { who = WHO[from], extra = "" } = {}) {
    const row = h("li", { "data-from": from });
    row.append(h("span", { class: "bench-time" }, `${at_ms.toFixed(1)} ms`), " ");
    row.append(h("span", { class: "bench-who" }, who), " ");
    const words = h("span", { class: "bench-text" }, text);
    const say = (/** @type {string} */ extra) =>
      this.#keepEnd(() => words.append(" ", h("span", { class: "bench-extra" }, extra)));
    if (extra) say(extra);
    row.append(words);
    this.#keepEnd(() => this.#append(row));
    return say;
  }

  /** @param {HTMLElement} row */
  #append(row) {
    this.#list.append(row);
    this.#count += 1;
    if (this.#count > MAX_ROWS) {
      this.#list.firstElementChild?.remove();
      this.#dropped.textContent = `${this.#count - MAX_ROWS} earlier rows are not kept.`;
    }
  }

  /** The newest row stays in view, but who has scrolled up to read stays there. @param {() => void} grow */
  #keepEnd(grow) {
    const { element } = this;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    grow();
    if (atEnd) element.scrollTop = element.scrollHeight;
  }

  clear() {
    this.#list.replaceChildren();
    this.#dropped.textContent = "";
    this.#count = 0;
  }
}
