/** @import { Row } from "../rows/row.js" */
import { h } from "../../dom.js";
import { RowElement } from "./row-element.js";

/** Elements for rows, whatever the number of rows: three times what the list shows. */
const DRAWN_ROWS = 40;

/** How near to its end the list counts as at its end, in rows. */
const AT_END = 1.5;

/** Rows that Page Up and Page Down go. */
const PAGE = 10;

/**
 * A list of any length in a constant number of elements, which show the rows near those in view.
 *
 * It is a listbox with several selected options (the rows that are open), because a row holds words alone
 * and has one action. The focus stays on the list itself and `aria-activedescendant` names the row that the
 * arrow keys have come to, so no update can take the focus away.
 * https://www.w3.org/WAI/ARIA/apg/patterns/listbox/
 */
export class RowList {
  #space = h("div", { class: "wire-space", role: "presentation" });
  element = h(
    "div",
    {
      class: "wire-list",
      role: "listbox",
      tabindex: 0,
      "aria-label": "What crossed the wire",
      "aria-multiselectable": "true",
      onscroll: () => this.#draw(),
      onkeydown: (event) => this.#pressed(event),
      onfocus: () => this.#focused(),
      onclick: (event) => this.#clicked(event),
    },
    this.#space,
  );
  #toggle;
  /** @type {Row[]} */
  #rows = [];
  /** @type {(row: Row) => { name: string, start_us: number, isOpen: boolean }} */
  #viewOf = () => ({ name: "", start_us: 0, isOpen: false });
  /** The number of the row that the arrow keys have come to. */
  #active = -1;
  /** Row number -> its element. @type {Map<number, RowElement>} */
  #drawn = new Map();
  /** @type {RowElement[]} */
  #spare = [];
  /** Of a row, in px; 0 while nothing is laid out. */
  #height = 0;

  /** @param {(row: Row) => void} toggle the reader opens or closes a row */
  constructor(toggle) {
    this.#toggle = toggle;
    new ResizeObserver(() => {
      this.#height = 0;
      this.show(this.#rows, this.#viewOf);
    }).observe(this.element);
  }

  /** @param {Row[]} rows @param {(row: Row) => { name: string, start_us: number, isOpen: boolean }} viewOf */
  show(rows, viewOf) {
    const anchor = this.#anchor();
    this.#rows = rows;
    this.#viewOf = viewOf;
    this.#measure();
    this.#space.style.height = `${rows.length * this.#height}px`;
    if (anchor === null) this.element.scrollTop = this.element.scrollHeight;
    else this.element.scrollTop = (this.#indexOf(anchor.number) + anchor.part) * this.#height;
    this.#draw();
  }

  focus() {
    this.element.focus();
  }

  /** What stays where it is; null: the end stays in view. */
  #anchor() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    const height = this.#height || 1;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < AT_END * height;
    // Who reads row by row is not carried off.
    const reads =
      document.activeElement === this.element && this.#active !== this.#rows.at(-1)?.number;
    if (isAtEnd && !reads) return null;
    const row = this.#rows[Math.floor(scrollTop / height)];
    return row ? { number: row.number, part: (scrollTop / height) % 1 } : null;
  }

  /** Where a row stands, or where it would. @param {number} number */
  #indexOf(number) {
    let [from, to] = [0, this.#rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (/** @type {Row} */ (this.#rows[middle]).number < number) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Rows are equally high; the stylesheet says how high. */
  #measure() {
    if (this.#height > 0) return;
    const { element } = new RowElement();
    this.#space.append(element);
    this.#height = element.offsetHeight;
    element.remove();
  }

  /** Puts elements where the list can be seen. */
  #draw() {
    if (this.#height === 0) return;
    const middle = (this.element.scrollTop + this.element.clientHeight / 2) / this.#height;
    const last = Math.max(0, this.#rows.length - DRAWN_ROWS);
    const begin = Math.min(last, Math.max(0, Math.floor(middle - DRAWN_ROWS / 2)));
    const end = Math.min(this.#rows.length, begin + DRAWN_ROWS);
    const wanted = Array.from({ length: end - begin }, (_, index) => begin + index);
    // The row that has the keyboard is there wherever it is: assistive technology reads it.
    const active = this.#activeIndex();
    if (active >= end) wanted.push(active);
    else if (active >= 0 && active < begin) wanted.unshift(active);
    this.#retire(new Set(wanted.map((index) => this.#rows[index]?.number)));
    let next = this.#space.firstElementChild;
    for (const index of wanted) {
      const { element } = this.#drawRow(index);
      if (element === next) next = element.nextElementSibling;
      else this.#space.insertBefore(element, next);
    }
    const element = this.#drawn.get(this.#active)?.element;
    if (element) this.element.setAttribute("aria-activedescendant", element.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  /** @param {Set<number | undefined>} wanted numbers of rows */
  #retire(wanted) {
    for (const [number, row] of this.#drawn) {
      if (wanted.has(number)) continue;
      row.element.remove();
      this.#drawn.delete(number);
      this.#spare.push(row);
    }
  }

  /** @param {number} index */
  #drawRow(index) {
    const row = /** @type {Row} */ (this.#rows[index]);
    const drawn = this.#drawn.get(row.number) ?? this.#spare.pop() ?? new RowElement();
    this.#drawn.set(row.number, drawn);
    drawn.show(row, this.#viewOf(row));
    drawn.place(index, this.#rows.length, this.#height);
    drawn.isActive = row.number === this.#active;
    return drawn;
  }

  #activeIndex() {
    const index = this.#indexOf(this.#active);
    return this.#rows[index]?.number === this.#active ? index : -1;
  }

  #focused() {
    if (this.#activeIndex() < 0)
      this.#goTo(Math.ceil(this.element.scrollTop / (this.#height || 1)));
  }

  /** @param {MouseEvent} event */
  #clicked({ target }) {
    const element = target instanceof Element && target.closest(".wire-row");
    const drawn = [...this.#drawn.values()].find((row) => row.element === element);
    const row = this.#rows[this.#indexOf(drawn?.number ?? -1)];
    if (!drawn || !row) return;
    this.#active = row.number;
    this.#toggle(row);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey) return;
    const at = this.#activeIndex();
    /** @type {Record<string, number>} */
    const steps = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: this.#rows.length - 1,
    };
    const row = this.#rows[at];
    if (steps[key] !== undefined) this.#goTo(steps[key]);
    else if ((key === "Enter" || key === " ") && row) this.#toggle(row);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  #goTo(index) {
    const at = Math.min(this.#rows.length - 1, Math.max(0, index));
    this.#active = this.#rows[at]?.number ?? -1;
    const { clientHeight, scrollTop } = this.element;
    const top = Math.max(0, at) * this.#height;
    this.element.scrollTop = Math.min(top, Math.max(scrollTop, top + this.#height - clientHeight));
    this.#draw();
  }
}
