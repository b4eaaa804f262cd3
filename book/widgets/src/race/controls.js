import { field, h } from "../dom.js";
import { checkedField } from "../view/field.js";

/** What the playground takes: `POST /race` refuses anything outside with 400. */
const RATE = { min: 1, max: 100 };
const SIZE = { min: 0, max: 4096 };

/** What a reader may choose between two questions of short polling, in ms. */
const INTERVALS = [1000, 250, 50];

/** @typedef {{ rate?: number, size?: number }} Change */

/** The fields of a race. A change is told at once, but never a value that the server refuses. */
export class Controls {
  #rate;
  #size;
  #interval = h(
    "select",
    {},
    ...INTERVALS.map((ms) => h("option", { value: ms }, ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)),
  );
  element;

  /**
   * @param {{ rate: number, size: number }} initial
   * @param {boolean} polls there is a lane that the interval is for
   * @param {(change: Change) => void} changed
   */
  constructor(initial, polls, changed) {
    this.#rate = new NumberField("Ticks per second", initial.rate, RATE, (rate) =>
      changed({ rate }),
    );
    this.#size = new NumberField("Payload, bytes per tick", initial.size, SIZE, (size) =>
      changed({ size }),
    );
    this.element = h("div", { class: "race-controls" }, this.#rate.element, this.#size.element);
    if (polls) this.element.append(field("Short polling asks every", this.#interval));
  }

  get rate() {
    return this.#rate.value;
  }

  get size() {
    return this.#size.value;
  }

  /** Milliseconds between an answer and the next question. */
  get interval() {
    return Number(this.#interval.value);
  }

  /** Says beside each field what is wrong with it, and tells whether nothing is. */
  check() {
    return [this.#rate.check(), this.#size.check()].every(Boolean);
  }
}

/** A whole number between two others. */
class NumberField {
  #input;
  #field;

  /**
   * @param {string} label
   * @param {number} value
   * @param {{ min: number, max: number }} range
   * @param {(value: number) => void} changed
   */
  constructor(label, value, range, changed) {
    this.range = range;
    this.#input = h("input", {
      type: "number",
      inputmode: "numeric",
      value,
      ...range,
      onchange: () => this.check() && changed(this.value),
    });
    this.#field = checkedField(label, this.#input);
    this.element = this.#field.element;
  }

  get value() {
    return this.#input.valueAsNumber;
  }

  check() {
    const { min, max } = this.range;
    const good = Number.isInteger(this.value) && this.value >= min && this.value <= max;
    return this.#field.say(good ? "" : `A whole number from ${min} to ${max}.`);
  }
}
