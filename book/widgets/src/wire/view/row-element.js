/** @import { Row } from "../rows/row.js" */
import { h, uniqueId } from "../../dom.js";

const WHO = { client: "Client", server: "Server", note: "" };

/** One line of the timeline. It is used again for another row when its own is out of view. */
export class RowElement {
  #time = h("span", { class: "wire-time" });
  #who = h("span", { class: "wire-who" });
  #name = h("span", { class: "wire-name" });
  #kind = h("span", { class: "wire-kind" });
  #summary = h("span", { class: "wire-summary" });
  #bytes = h("span", { class: "wire-bytes", "aria-hidden": "true" });
  #size = h("span", { class: "wire-size" });
  element = h(
    "div",
    { class: "wire-row", role: "option", id: uniqueId("wire-row") },
    ...[
      this.#time,
      this.#who,
      this.#name,
      this.#kind,
      this.#summary,
      this.#bytes,
      this.#size,
    ].flatMap(
      // Spaces keep the words apart for who hears them.
      (part) => [part, " "],
    ),
  );
  number = -1;

  /** @param {Row} row @param {{ name: string, start_us: number, isOpen: boolean }} view */
  show(row, { name, start_us, isOpen }) {
    this.number = row.number;
    write(this.#time, `${((row.at_us - start_us) / 1000).toFixed(1)} ms`);
    write(this.#who, WHO[row.from]);
    write(this.#name, name);
    write(this.#kind, row.kind);
    write(this.#summary, row.summary);
    write(this.#bytes, row.hex.replace(/../g, "$& "));
    write(this.#size, row.size === null ? "" : `${row.size} ${row.size === 1 ? "byte" : "bytes"}`);
    this.element.dataset.from = row.from;
    this.element.dataset.group = row.group;
    this.element.ariaSelected = String(isOpen);
  }

  /** @param {number} index @param {number} of @param {number} height */
  place(index, of, height) {
    this.element.style.transform = `translateY(${index * height}px)`;
    this.element.ariaPosInSet = String(index + 1);
    this.element.ariaSetSize = String(of);
  }

  /** Where the arrow keys have come to. @param {boolean} isActive */
  set isActive(isActive) {
    this.element.toggleAttribute("data-active", isActive);
  }
}

/** Most rows are drawn again as they are. @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
