import { h } from "../dom.js";
import { bytesWord } from "../wire/unit-rows.js";
import { unitView } from "../wire/unit-view.js";
import { atLeast } from "./words.js";

/** @import { Preview } from "../raw/raw-client.js" */
/** @import { Unit } from "../wire/tap.js" */

const EMPTY = "Change a control, or press Send: the bytes appear here, field by field.";

/** The bytes that the chosen frame makes, and the rules that it breaks. */
export class PreviewBox {
  #size = h("span", { class: "forge-size" });
  #body = h("div", {
    class: "forge-bytes",
    role: "group",
    "aria-label": "The bytes that this makes",
    tabindex: 0,
    "data-empty": EMPTY,
  });
  element = h(
    "div",
    { class: "forge-preview" },
    h("p", { class: "forge-heading" }, "The bytes that this makes ", this.#size),
    this.#body,
  );

  /** @param {string} text why there is no preview */
  refuse(text) {
    this.#size.textContent = "";
    this.#body.replaceChildren(h("p", { class: "forge-rule" }, text));
  }

  /** @param {Preview} preview @param {number} chosen */
  show({ bytes, frames, missing, units }, chosen) {
    const [start, end] = frames[chosen] ?? [0, bytes];
    const all = frames.length > 1 ? `, of ${bytesWord(bytes)} in ${frames.length} frames` : "";
    this.#size.textContent = `${bytesWord(end - start)}${all}`;
    const own = units.filter(({ span }) => span[0] >= start && span[0] < end);
    const wire = own.filter(({ layer }) => layer === "wire");
    this.#body.replaceChildren(
      ...own.filter(({ kind }) => kind === "malformed").map(rule),
      ...(missing > 0 && chosen === frames.length - 1 ? [claims(missing)] : []),
      ...elsewhere(units, frames, chosen),
      ...wire.map((unit) => unitView(unit)),
      ...(wire.length === 0 ? [h("p", {}, SWALLOWED)] : []),
    );
    this.#body.scrollTop = 0;
  }
}

const SWALLOWED =
  "The frame before it claims more bytes than it has: the server reads this one as its payload.";

/** @param {Unit} unit */
function rule({ sentence = "", section = "" }) {
  const word = h("strong", {}, "Breaks a rule: ");
  return h("p", { class: "forge-rule" }, word, `${sentence} (${section})`);
}

/** @param {number} missing */
function claims(missing) {
  const what = `Claims too much: the server will wait for ${atLeast(missing)}. No rule forbids that.`;
  return h("p", { class: "forge-rule" }, what);
}

/** @param {Unit[]} units @param {[number, number][]} frames @param {number} chosen */
function elsewhere(units, frames, chosen) {
  const broken = frames.flatMap(([start, end], index) => {
    const breaks = (/** @type {Unit} */ { kind, span }) =>
      kind === "malformed" && span[0] >= start && span[0] < end;
    return index !== chosen && units.some(breaks) ? [index + 1] : [];
  });
  if (broken.length === 0) return [];
  const which =
    broken.length === 1 ? `Frame ${broken[0]} breaks` : `Frames ${broken.join(", ")} break`;
  return [h("p", { class: "forge-rule" }, `${which} a rule too.`)];
}
