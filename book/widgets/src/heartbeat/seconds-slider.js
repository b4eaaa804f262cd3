import { h, uniqueId } from "../dom.js";

/** A time in seconds. */
export class SecondsSlider {
  #input;
  #output = h("output");
  element;

  /** @param {string} label @param {{ min: number, max: number, step: number, value: number }} range */
  constructor(label, range) {
    const id = uniqueId("seconds");
    this.#input = h("input", { id, type: "range", ...range, oninput: () => this.#show() });
    this.#output.htmlFor.add(id);
    this.element = h(
      "div",
      { class: "bench-field heartbeat-slider" },
      h("label", { for: id }, label),
      h("div", {}, this.#input, this.#output),
    );
    this.#show();
  }

  get ms() {
    return this.#input.valueAsNumber * 1000;
  }

  #show() {
    const words = `${this.#input.value} s`;
    this.#output.textContent = words;
    this.#input.setAttribute("aria-valuetext", words);
  }
}
