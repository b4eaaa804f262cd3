/** @import { Box } from "./boxes.js" */
import { h } from "../dom.js";
import { bytesWord } from "../wire/unit-rows.js";
import { labelOf, msOf, sideOf } from "./words.js";

/** One box of the timeline: a button in the column of its connection, on the side that sent it. */
export class BoxElement {
  /** @type {Box | null} */
  #box = null;
  #time = h("span", { class: "upgrade-time" });
  #connection = h("span", { class: "upgrade-on" });
  #label = h("span", { class: "upgrade-label" });
  #size = h("span", { class: "upgrade-size" });
  #button;
  element;

  /** @param {{ select: (box: Box) => void, open: (box: Box) => void }} then */
  constructor({ select, open }) {
    this.#button = h(
      "button",
      {
        type: "button",
        class: "upgrade-box",
        tabindex: -1,
        "aria-expanded": "false",
        onfocus: () => this.#box && select(this.#box),
        onclick: () => this.#box && open(this.#box),
      },
      this.#connection,
      this.#label,
      " ",
      this.#size,
    );
    this.element = h("li", {}, this.#time, " ", this.#button);
  }

  /** A response grows by its body, so it may be shown again. @param {Box} box @param {number} start_us */
  show(box, start_us) {
    this.#box = box;
    const { what, packets } = labelOf(box);
    const key = `${msOf(box.at_us, start_us)} ${what} ${packets.join(" ")} ${box.bytes}`;
    if (this.element.dataset.key === key) return;
    this.element.dataset.key = key;
    this.element.dataset.from = box.from;
    this.element.style.setProperty("--connection", String(box.connection));
    this.#time.textContent = msOf(box.at_us, start_us);
    // Who sees the columns needs no words for them.
    this.#connection.textContent = `${sideOf(box)}: `;
    this.#label.replaceChildren(what, ...packets.flatMap((text) => [" ", h("code", {}, text)]));
    this.#size.textContent = bytesWord(box.bytes);
  }

  /** @param {boolean} is */
  set isTabStop(is) {
    this.#button.tabIndex = is ? 0 : -1;
  }

  /** @param {boolean} is */
  set isSelected(is) {
    this.element.toggleAttribute("data-selected", is);
  }

  /** @param {boolean} is */
  set isOpen(is) {
    this.#button.ariaExpanded = String(is);
  }
}
