import { h } from "../dom.js";
import { countCode } from "./count-code.js";

/**
 * Code that really runs, with its size, folded.
 *
 * @param {string} title @param {string} source
 * @param {{ open?: boolean }} [options]
 */
export function listing(title, source, { open = false } = {}) {
  return h(
    "details",
    { class: "table-listing", open },
    h("summary", {}, title, " ", h("span", { class: "table-listing-size" }, sizeWords(source))),
    h("pre", { tabindex: 0, "aria-label": title }, h("code", {}, source.trim())),
  );
}

/** "17 lines of code, 512 bytes". @param {string} source */
export function sizeWords(source) {
  const { lines, bytes } = countCode(source);
  const of = lines === 1 ? "1 line" : `${lines} lines`;
  return `${of} of code, ${bytes.toLocaleString("en")} bytes`;
}
