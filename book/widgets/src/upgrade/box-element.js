/** @import { Box } from "./boxes.js" */
import { h } from "../dom.js";
import { bytesWord } from "../wire/unit-rows.js";
import { labelOf, msOf } from "./words.js";

/** One box of the timeline: a button in the column of its connection, on the side that sent it. */
export class BoxElement {
  /** @type {Box | null} */
  #box = null;
  #time = h("span", { class: "upgrade-time" });
  #connection = h("span", { class: "upgrade-on" });
  #label = h("span", { class: "upgrade-label" });
  #size = h("span", { class: "upgrade-size" });
  #earlier = h("span", { class: "upgrade-earlier" });
  /** What it shows. */
  #shown = "";
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
      this.#earlier,
      " ",
      this.#size,
    );
    this.element = h("li", {}, this.#time, " ", this.#button);
  }

  /**
   * A response grows by its body, so it may be shown again.
   *
   * @param {Box} box @param {number | null} earlier the step that it belongs to, if that is not where it stands
   * @param {number} start_us
   */
  show(box, earlier, start_us) {
    this.#box = box;
    const { what, packets } = labelOf(box);
    const shown = [msOf(box.at_us, start_us), what, ...packets, box.bytes, earlier].join(" ");
    if (this.#shown === shown) return;
    this.#shown = shown;
    this.element.dataset.from = box.from;
    this.element.style.setProperty("--connection", String(box.connection));
    this.#time.textContent = msOf(box.at_us, start_us);
    this.#connection.replaceChildren(
      h("span", {}, `Connection ${box.connection}`),
      // Who sees arrow and side needs no words for them.
      h("span", {}, box.from === "client" ? ", client to server: " : ", server to client: "),
    );
    this.#label.replaceChildren(what, ...packets.flatMap((text) => [" ", h("code", {}, text)]));
    this.#earlier.textContent = earlier === null ? "" : `step ${earlier}`;
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
