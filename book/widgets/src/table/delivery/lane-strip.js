import css from "../../../styles/table-delivery.css";
import { adoptStyles, h } from "../../dom.js";
import { FATES, countFates, describeFates } from "./passage.js";

adoptStyles(css);

/** @import { Passage } from "./passage.js" */

/** A lane as a strip of cells, one for each number, with the counts in words. */
export class LaneStrip {
  #counts = h("span", { class: "delivery-counts" });
  #cells;
  #passage;
  #picture;

  /** @param {string} name @param {Passage} passage */
  constructor(name, passage) {
    this.#passage = passage;
    this.#cells = Array.from({ length: passage.last }, () => h("span"));
    this.#picture = h("div", { class: "delivery-cells", role: "img" }, ...this.#cells);
    this.element = h(
      "figure",
      { class: "delivery-lane" },
      h("figcaption", {}, h("strong", {}, name), this.#counts),
      this.#picture,
    );
    this.draw(false);
  }

  /** @param {boolean} isOver what is missing now is lost */
  draw(isOver) {
    const { fates } = this.#passage;
    for (const [index, fate] of fates.entries()) {
      const cell = this.#cells[index];
      if (cell && (isOver || fate !== "lost")) cell.dataset.fate = fate;
    }
    if (isOver) this.#counts.textContent = countWords(countFates(fates));
    this.#picture.ariaLabel = isOver ? describeFates(fates) : "under way";
  }
}

/** @param {ReturnType<typeof countFates>} counts */
function countWords(counts) {
  return FATES.map((fate) => `${counts[fate]} ${fate}`).join(", ");
}

/** What the signs mean. */
export function signs() {
  /** @type {Record<import("./passage.js").Fate, string>} */
  const words = {
    arrived: "arrived",
    late: "late: sent while the line was away, came after it",
    lost: "lost",
    doubled: "doubled",
  };
  const sign = (/** @type {keyof typeof words} */ fate) =>
    h("span", {}, h("span", { "data-fate": fate, "aria-hidden": "true" }), ` ${words[fate]}`);
  return h("p", { class: "delivery-key" }, ...FATES.map(sign));
}
