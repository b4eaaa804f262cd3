import { h } from "../dom.js";
import { FrameEditor } from "./editor.js";
import { MOST_FRAMES, frame, problems, recipe, title } from "./frame.js";
import { PRESETS } from "./presets.js";

/** @import { FrameSettings } from "./frame.js" */

/** The frames that will be sent together: a list, and the editor of the chosen one. */
export class Queue {
  /** @type {FrameSettings[]} */
  #frames = [];
  #chosen = 0;
  #changed;
  #editor = new FrameEditor(() => (this.#list(), this.#changed()));
  #tabs = h("ol", { class: "forge-frames", "aria-label": "Frames to send" });
  #add = h("button", { type: "button", onclick: () => this.#append() }, "Add a frame");
  #remove = h("button", { type: "button", onclick: () => this.#drop() }, "Remove this frame");
  element = h(
    "div",
    { class: "forge-queue" },
    this.#tabs,
    h("div", { class: "bench-row" }, this.#add, this.#remove),
    this.#editor.element,
  );

  /** @param {() => void} changed the frames, or which one is chosen */
  constructor(changed) {
    this.#changed = changed;
  }

  get chosen() {
    return this.#chosen;
  }

  get length() {
    return this.#frames.length;
  }

  /** @param {string} name of the preset */
  take(name) {
    this.#frames = (PRESETS[name] ?? PRESETS.hello)?.frames() ?? [frame()];
    this.#choose(0);
  }

  /** For the raw client; null while a field has a problem. */
  recipes() {
    const wrong = this.#frames.findIndex((it) => Object.values(problems(it)).some(Boolean));
    if (wrong === -1) return this.#frames.map(recipe);
    if (wrong !== this.#chosen) this.#choose(wrong);
    return null;
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    this.#list();
    const frame = this.#frames[index];
    if (frame) this.#editor.show(frame, `Frame ${index + 1} of ${this.#frames.length}`);
  }

  #append() {
    if (this.#frames.length >= MOST_FRAMES) return;
    this.#frames.push(frame());
    this.#choose(this.#frames.length - 1);
    this.#changed();
  }

  #drop() {
    if (this.#frames.length === 1) return;
    this.#frames.splice(this.#chosen, 1);
    this.#choose(Math.min(this.#chosen, this.#frames.length - 1));
    this.#changed();
  }

  /** The buttons stay the same elements, so that the keyboard's focus stays. */
  #list() {
    while (this.#tabs.childElementCount > this.#frames.length) this.#tabs.lastChild?.remove();
    while (this.#tabs.childElementCount < this.#frames.length) {
      const index = this.#tabs.childElementCount;
      const onclick = () => (this.#choose(index), this.#changed());
      this.#tabs.append(h("li", {}, h("button", { type: "button", onclick })));
    }
    this.#frames.forEach((frame, index) => {
      const button = this.#tabs.children[index]?.firstElementChild;
      if (!button) return;
      button.textContent = `${index + 1} ${title(frame)}`;
      button.setAttribute("aria-pressed", String(index === this.#chosen));
    });
    this.#add.setAttribute("aria-disabled", String(this.#frames.length >= MOST_FRAMES));
    this.#remove.setAttribute("aria-disabled", String(this.#frames.length === 1));
  }
}
