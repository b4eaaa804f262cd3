/** @import { Box, Boxes, Connection } from "./boxes.js" */
/** @import { Group, Step } from "./steps.js" */
import { h, uniqueId } from "../dom.js";
import { layersOf } from "../wire/layers.js";
import { layersView } from "../wire/view/layers-view.js";
import { shownUnit } from "../wire/view/opened.js";
import { MAX_BOXES } from "./boxes.js";
import { BoxElement } from "./box-element.js";
import { captionOf } from "./caption.js";
import { OUTLINE, STEPS, groupsOf } from "./steps.js";

/** Time runs down; each TCP connection is a column, each thing that crossed it is a box. */
export class UpgradeTimeline {
  #heads = h("ol", { class: "upgrade-connections", "aria-label": "TCP connections" });
  #total = h("p", { class: "upgrade-total" });
  #steps = h("ol", {
    class: "upgrade-steps",
    "aria-label": "What crossed, in the order of time",
    onkeydown: (event) => this.#pressed(event),
  });
  #more = h("p", { class: "bench-hint" });
  #caption = h("p", { class: "upgrade-caption", role: "status" });
  #opened = h("div", { class: "upgrade-opened" });
  element = h(
    "div",
    { class: "upgrade-timeline" },
    this.#heads,
    this.#total,
    this.#steps,
    this.#more,
    this.#caption,
    this.#opened,
  );
  /** The number of a box -> its element. @type {Map<number, BoxElement>} */
  #drawn = new Map();
  /** Step -> its element. @type {Map<string, HTMLElement>} */
  #groups = new Map();
  #open = -1;

  constructor() {
    this.clear();
    this.#caption.textContent =
      "Connect. Each request, response and frame becomes a box in the column of its TCP connection.";
    this.#steps.append(...OUTLINE.map((step, at) => outlined(step, at + 1)));
  }

  clear() {
    this.#drawn.clear();
    this.#groups.clear();
    this.#open = -1;
    for (const part of [this.#heads, this.#steps, this.#opened]) part.replaceChildren();
    this.#total.textContent = "";
    this.#more.textContent = "";
    this.#caption.textContent = "Select a box to read what it says, open it to see its bytes.";
  }

  /** @param {Boxes} boxes */
  show(boxes) {
    const { inTime, connections, more } = boxes;
    this.element.style.setProperty("--connections", String(Math.max(1, connections.length)));
    this.#heads.replaceChildren(...connections.map(head));
    this.#total.textContent = totalWords(connections);
    const start_us = inTime[0]?.at_us ?? 0;
    place(
      this.#steps,
      groupsOf(inTime).map((group) => this.#group(group, start_us)),
    );
    this.#more.textContent =
      more > 0 ? `${more} more than these ${MAX_BOXES} crossed: they are in the wire below.` : "";
  }

  /** @param {Group} group @param {number} start_us */
  #group({ step, number, boxes }, start_us) {
    const element = this.#groups.get(step) ?? groupElement(step);
    this.#groups.set(step, element);
    const [title, list] = element.children;
    const words = `${number}. ${STEPS[step][0]}`;
    const named = title?.querySelector("b");
    if (named && named.textContent !== words) named.textContent = words;
    const rows = boxes.map(({ box, earlier }) => this.#box(box, earlier, start_us));
    if (list) place(list, rows);
    return element;
  }

  /** @param {Box} box @param {number | null} earlier @param {number} start_us */
  #box(box, earlier, start_us) {
    let drawn = this.#drawn.get(box.number);
    if (!drawn) {
      drawn = new BoxElement({
        select: (box) => this.#select(box),
        open: (box) => this.#toggle(box),
      });
      this.#drawn.set(box.number, drawn);
      // One of them is a tab stop; the arrow keys move it.
      drawn.isTabStop = this.#drawn.size === 1;
    }
    drawn.show(box, earlier, start_us);
    return drawn.element;
  }

  /** @param {Box} box */
  #select(box) {
    for (const [number, drawn] of this.#drawn) {
      drawn.isTabStop = number === box.number;
      drawn.isSelected = number === box.number;
    }
    this.#caption.textContent = captionOf(box);
  }

  /** Its bytes, to the last bit. @param {Box} box */
  #toggle(box) {
    this.#open = this.#open === box.number ? -1 : box.number;
    for (const [number, drawn] of this.#drawn) drawn.isOpen = number === this.#open;
    this.#opened.replaceChildren();
    if (this.#open < 0) return;
    const { units, content } = box;
    const layers = layersOf(units, content);
    this.#opened.append(...(layers ? [layersView(layers, shownUnit)] : units.map(shownUnit)));
    this.#caption.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.#steps.querySelectorAll("button")];
    const ends = { Home: buttons[0], End: buttons.at(-1) };
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = step
      ? buttons[Math.max(0, at + step)]
      : ends[/** @type {keyof typeof ends} */ (event.key)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

/** What will happen, before anything has. @param {Step} step @param {number} number */
function outlined(step, number) {
  const [title, why] = STEPS[step];
  return h(
    "li",
    {},
    h("p", { class: "upgrade-step" }, h("b", {}, `${number}. ${title}`), " ", why),
  );
}

/** @param {Step} step */
function groupElement(step) {
  const id = uniqueId("step");
  const title = h(
    "p",
    { class: "upgrade-step", id },
    h("b", {}),
    " ",
    h("span", {}, STEPS[step][1]),
  );
  const list = h("ol", { class: "upgrade-boxes", "aria-labelledby": id });
  return h("li", { "data-step": step }, title, list);
}

/** @param {Connection} connection */
function head({ number, requests, isWebSocket, up, down }) {
  const kind = isWebSocket ? "HTTP, then WebSocket" : "HTTP";
  const asked = requests === 1 ? "1 request" : `${requests} requests`;
  return h(
    "li",
    {},
    h("b", {}, `Connection ${number}`),
    " ",
    h("span", {}, `${kind}, ${asked}`),
    " ",
    h("span", { "data-from": "client" }, `→ ${up.toLocaleString("en")} bytes`),
    " ",
    h("span", { "data-from": "server" }, `← ${down.toLocaleString("en")} bytes`),
  );
}

/** @param {Connection[]} connections */
function totalWords(connections) {
  if (connections.length === 0) return "";
  const total = (/** @type {(one: Connection) => number} */ of) =>
    connections.reduce((sum, one) => sum + of(one), 0).toLocaleString("en");
  const count =
    connections.length === 1 ? "One TCP connection" : `${connections.length} TCP connections`;
  return `${count}, ${total((one) => one.requests)} requests: ${total((one) => one.up)} bytes up, ${total((one) => one.down)} down.`;
}

/** Puts children in this order, and leaves alone those that stand where they should. */
/** @param {Element} parent @param {Element[]} children */
function place(parent, children) {
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
  while (next) {
    const after = next.nextElementSibling;
    next.remove();
    next = after;
  }
}
