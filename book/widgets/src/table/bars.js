import { h } from "../dom.js";
import { bytes } from "./figures.js";

/** @typedef {{ label: string, up: number, down: number, extra?: string }} Bar `extra`: words after the sum */

/** Bytes up and down as bars of one scale, with the numbers in words. */
export class Bars {
  #list = h("ul", { class: "table-bars" });
  element = h("figure", { class: "table-figure", hidden: true }, h("figcaption"), this.#list);

  /** @param {string} caption what the bars are of @param {Bar[]} bars */
  show(caption, bars) {
    const longest = Math.max(1, ...bars.map(({ up, down }) => up + down));
    this.element.hidden = false;
    this.element.querySelector("figcaption")?.replaceChildren(caption);
    this.#list.replaceChildren(...bars.map((bar) => row(bar, longest)));
  }

  clear() {
    this.element.hidden = true;
  }
}

/** @param {Bar} bar @param {number} longest */
function row({ label, up, down, extra = "" }, longest) {
  const part = (/** @type {"client" | "server"} */ from, /** @type {number} */ size) =>
    h("span", { "data-from": from, style: `inline-size: ${(size / longest) * 100}%` });
  const side = (/** @type {"client" | "server"} */ from, /** @type {string} */ words) =>
    h("span", { class: "table-bar-side", "data-from": from }, words);
  return h(
    "li",
    {},
    h("span", { class: "table-bar-label" }, label),
    h(
      "span",
      { class: "table-bar", "aria-hidden": "true" },
      up > 0 ? part("client", up) : "",
      down > 0 ? part("server", down) : "",
    ),
    h(
      "span",
      { class: "table-bar-words" },
      h("strong", {}, bytes(up + down)),
      ": ",
      side("client", `${up.toLocaleString("en")} up →`),
      ", ",
      side("server", `← ${down.toLocaleString("en")} down`),
      extra && `, ${extra}`,
    ),
  );
}
