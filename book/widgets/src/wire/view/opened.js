/** @import { Row } from "../rows/row.js" */
/** @import { Layers, Shown } from "../layers.js" */
/** @import { Unit } from "../tap.js" */
import { h, uniqueId } from "../../dom.js";
import { copyText } from "./copy.js";
import { layersView } from "./layers-view.js";
import { lessonOf } from "./lesson.js";
import { bytesWord } from "../unit-rows.js";
import { unitView } from "../unit-view.js";

/** Units open at one time: each may draw thousands of bytes. The one that was opened first closes. */
const MAX_OPEN = 8;

/** The rows that are open, to the last bit, in the order of the timeline. */
export class Opened {
  element = h("div", { class: "wire-units" });
  /** Row number -> its card, in the order in which they were opened. @type {Map<number, HTMLElement>} */
  #cards = new Map();
  #closed;
  #say;

  /**
   * @param {{ closed: () => void, say: (text: string) => void }} options `closed`: a card was closed with its
   *   button, which had the focus; `say`: what a button did
   */
  constructor({ closed, say }) {
    this.#closed = closed;
    this.#say = say;
  }

  /** @param {number} number */
  has(number) {
    return this.#cards.has(number);
  }

  /**
   * @param {Row} row @param {string} when and on which connection
   * @param {Shown[]} units what it holds, the outermost layer first
   * @param {Layers | null} layers the same with what is around it, when there are packets in it
   */
  open(row, when, units, layers) {
    const card = this.#card(row, when, units, layers);
    const next = [...this.#cards.keys()].filter((number) => number > row.number).sort(byNumber)[0];
    this.element.insertBefore(card, this.#cards.get(next ?? -1) ?? null);
    this.#cards.set(row.number, card);
    const [first] = this.#cards.keys();
    if (this.#cards.size > MAX_OPEN && first !== undefined) this.close(first);
    card.firstElementChild?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} number */
  close(number) {
    this.#cards.get(number)?.remove();
    this.#cards.delete(number);
  }

  clear() {
    this.element.replaceChildren();
    this.#cards.clear();
  }

  /** @param {Row} row @param {string} when @param {Shown[]} units @param {Layers | null} layers */
  #card(row, when, units, layers) {
    const views = layers ? [layersView(layers, shownUnit)] : units.map(shownUnit);
    const sentence = h("p", { class: "wire-sentence" }, row.summary);
    return h(
      "section",
      { class: "wire-unit", "aria-label": `${row.kind}: ${row.summary}` },
      h(
        "div",
        { class: "wire-unit-bar" },
        h("span", {}, when),
        ...this.#buttons(row, layers?.outer ?? units),
      ),
      ...(units.length > 0 ? views : [sentence]),
    );
  }

  /** @param {Row} row @param {{ unit: Unit }[]} units */
  #buttons(row, units) {
    const close = h(
      "button",
      { type: "button", onclick: () => this.#closeWithButton(row) },
      "Fold away",
    );
    const [outermost] = units;
    if (!outermost) return [close];
    const copy = () => void this.#copy(outermost.unit);
    return [h("button", { type: "button", onclick: copy }, "Copy as hex"), close];
  }

  /** @param {Row} row */
  #closeWithButton(row) {
    this.close(row.number);
    this.#closed();
  }

  /** @param {Unit} unit */
  async #copy({ bytes }) {
    const hex = (bytes.match(/../g) ?? []).join(" ");
    const isCopied = await copyText(hex);
    this.#say(
      isCopied ? `Copied ${bytes.length / 2} bytes.` : "The browser did not let this page copy.",
    );
  }
}

/** @param {number} a @param {number} b */
function byNumber(a, b) {
  return a - b;
}

/** A unit, and the lesson that explains it. @param {Shown} shown */
export function shownUnit({ unit, redacted, cut }) {
  return h(
    "div",
    {},
    unitView(unit, { redacted, idPrefix: uniqueId("unit") }),
    ...cutLine(unit, cut),
    lessonLine(unit),
  );
}

/** @param {Unit} unit @param {number} [cut] how many bytes it has, when too many to tell */
function cutLine({ bytes }, cut) {
  if (cut === undefined) return [];
  const words = `It has ${bytesWord(cut)}, too many to tell. These are the first ${bytes.length / 2}, without their fields.`;
  return [h("p", { class: "wire-sentence" }, words)];
}

/** @param {Unit} unit */
function lessonLine(unit) {
  const { href, title } = lessonOf(unit);
  return h("p", { class: "wire-lesson" }, "Explained in ", h("a", { href }, title), ".");
}
