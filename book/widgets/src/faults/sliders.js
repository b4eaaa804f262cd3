import { h, uniqueId } from "../dom.js";
import { DELAYS_MS, RATES, delayWords, rateWords, way } from "./wish.js";

/** @import { Lane } from "./wish.js" */

/** Latency, jitter and bandwidth of one direction. */
export class Sliders {
  #latency;
  #jitter;
  #rate;

  /** @param {Lane} lane @param {() => void} changed */
  constructor(lane, changed) {
    this.#latency = new Slider("Latency", DELAYS_MS, delayWords, changed);
    this.#jitter = new Slider(
      "Jitter",
      DELAYS_MS,
      (ms) => (ms === 0 ? "none" : `up to ${delayWords(ms)}`),
      changed,
    );
    this.#rate = new Slider("Bandwidth", RATES, rateWords, changed);
    this.element = h(
      "fieldset",
      { class: "faults-way", "data-lane": lane },
      h("legend", {}, lane === "up" ? "To the server" : "Back to the page"),
      ...this.#all.map((slider) => slider.element),
    );
  }

  get #all() {
    return [this.#latency, this.#jitter, this.#rate];
  }

  get way() {
    return way(this.#latency.value, this.#jitter.value, this.#rate.value);
  }

  reset() {
    for (const slider of this.#all) slider.reset();
  }
}

/** A range whose steps are values worth trying, the harmless one first. */
class Slider {
  #steps;
  #words;
  #output = h("output");
  #range;

  /** @param {string} label @param {number[]} steps @param {(value: number) => string} words @param {() => void} changed */
  constructor(label, steps, words, changed) {
    this.#steps = steps;
    this.#words = words;
    this.#range = h("input", {
      type: "range",
      id: uniqueId("range"),
      min: 0,
      max: steps.length - 1,
      value: 0,
      oninput: () => this.#show(),
      // Not at each pixel: the playground is told where the reader let go.
      onchange: changed,
    });
    this.#output.htmlFor.add(this.#range.id);
    this.element = h(
      "div",
      { class: "faults-slider" },
      h("label", { for: this.#range.id }, label),
      this.#range,
      this.#output,
    );
    this.#show();
  }

  get value() {
    return /** @type {number} */ (this.#steps[this.#range.valueAsNumber]);
  }

  reset() {
    this.#range.value = "0";
    this.#show();
  }

  #show() {
    const words = this.#words(this.value);
    this.#output.value = words;
    this.#range.setAttribute("aria-valuetext", words);
  }
}
