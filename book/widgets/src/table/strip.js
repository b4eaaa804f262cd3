import css from "../../styles/strip.css";
import { adoptStyles, h } from "../dom.js";

adoptStyles(css);

/** The strip shows so much at least, so that a quick return does not look long. */
const SHORTEST_MS = 4000;

/** The end of a line that goes on moves this often. */
const DRAW_MS = 100;

/** So long goes what is open on, after the last that happened: else a return would be too short to see. */
const AFTER_MS = 1000;

/**
 * - `open`, `closed`
 * - `trying`: an attempt whose outcome is not known yet
 *
 * @typedef {"open" | "closed" | "trying"} State
 * @typedef {{ state: State, from: number }} Phase from a moment on, in ms
 * @typedef {{ label: string, phases: Phase[], attempts: number[] }} Track
 */

/** Several connections along one line of time: when each was open, and when it tried. */
export class Strip {
  /** @type {Track[]} */
  #tracks = [];
  #cut = { from: 0, until: 0 };
  #zero = 0;
  #until = 0;
  #end = Infinity;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #drawing;
  #view = h("div", { class: "strip-tracks" });
  #keys = h("figcaption");
  element = h("figure", { class: "strip", hidden: true }, this.#keys, this.#view);

  /** @param {Record<string, string>} [keys] what is drawn, and its words; without `trying` only the moment of a try */
  constructor(keys = { open: "open", attempt: "try", cut: "line cut" }) {
    for (const [kind, words] of Object.entries(keys)) {
      const between = this.#keys.hasChildNodes() ? ", " : "";
      this.#keys.append(between, h("span", {}, `${words} `, key(kind)));
    }
  }

  /** @param {string[]} labels */
  begin(labels) {
    this.#tracks = labels.map((label) => ({ label, phases: [], attempts: [] }));
    this.#cut = { from: 0, until: 0 };
    this.#zero = performance.now();
    this.#end = Infinity;
    this.element.hidden = false;
    clearInterval(this.#drawing);
    this.#drawing = setInterval(() => this.#draw(), DRAW_MS);
    this.#draw();
  }

  /** All has happened. */
  end() {
    this.#end = this.now + AFTER_MS;
  }

  /** Nothing moves any more: what was open is closed. */
  stop() {
    clearInterval(this.#drawing);
  }

  /** Milliseconds since it began. */
  get now() {
    return performance.now() - this.#zero;
  }

  /** @param {string} label @param {State} state */
  set(label, state) {
    this.#track(label)?.phases.push({ state, from: this.now });
  }

  /** @param {string} label */
  attempt(label) {
    this.#track(label)?.attempts.push(this.now);
  }

  /** @param {number} seconds `Infinity`: until it is mended */
  cut(seconds) {
    this.#cut = { from: this.now, until: this.now + seconds * 1000 };
  }

  mend() {
    this.#cut.until = Math.min(this.#cut.until, this.now);
  }

  /** @param {string} label */
  #track(label) {
    return this.#tracks.find((track) => track.label === label);
  }

  #draw() {
    if (this.now >= this.#end) this.stop();
    this.#until = Math.max(SHORTEST_MS, this.now);
    const seconds = Math.floor(this.#until / 1000);
    // Few enough numbers to read.
    const step = Math.ceil(seconds / 8);
    const axis = h("div", { class: "strip-axis" });
    for (let second = 0; second <= seconds; second += step) {
      axis.append(h("span", { style: `left: ${this.#at(second * 1000)}%` }, `${second} s`));
    }
    this.#view.replaceChildren(
      ...this.#tracks.map((track) => this.#row(track)),
      h("div", {}, axis),
    );
  }

  /** @param {Track} track */
  #row({ label, phases, attempts }) {
    const line = h("div", { class: "strip-line", "aria-hidden": "true" });
    line.append(this.#span("cut", this.#cut.from, Math.min(this.#cut.until, this.#until)));
    for (const [index, { state, from }] of phases.entries()) {
      if (state !== "closed")
        line.append(this.#span(state, from, phases[index + 1]?.from ?? this.now));
    }
    for (const at of attempts) line.append(this.#span("attempt", at, at));
    return h("div", {}, h("span", { class: "strip-label" }, label), line);
  }

  /** @param {string} kind @param {number} from @param {number} until */
  #span(kind, from, until) {
    const [left, right] = [this.#at(from), this.#at(until)];
    return h("span", { "data-kind": kind, style: `left: ${left}%; width: ${right - left}%` });
  }

  /** @param {number} ms */
  #at(ms) {
    return (ms / this.#until) * 100;
  }
}

/** @param {string} kind */
function key(kind) {
  return h("span", { class: "strip-key", "data-kind": kind, "aria-hidden": "true" });
}
