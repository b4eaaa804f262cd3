import { h } from "../dom.js";
import { Log } from "../view/log.js";

/** @import { SseReader } from "./sse.js" */
/** @import { Entry } from "../transcript.js" */

/** The event stream's own corner: cut it in the middle, resume it, and see what each side says. */
export class Cut {
  /** @type {SseReader | null} */
  #reader = null;
  #button = h("button", { type: "button", onclick: () => this.#press() });
  #log = new Log("The event stream's connections", "Start race opens the event stream");
  element = h("div", { class: "race-cut" }, this.#button, this.#log.element);

  constructor() {
    this.show();
  }

  /** A new race begins. @param {SseReader | null} reader */
  follow(reader) {
    this.#reader = reader;
    this.show();
  }

  clear() {
    this.#log.clear();
  }

  /** @param {Entry} entry */
  add(entry) {
    this.#log.add(entry);
  }

  /** Shows what the button would do now. */
  show() {
    const cut = this.#reader?.stage === "cut";
    const text = cut ? `Resume after event ${this.#reader?.lastEventId}` : "Cut the event stream";
    if (this.#button.textContent !== text) this.#button.textContent = text;
    // Not `disabled`, which would throw the keyboard's focus away when the race ends.
    this.#button.ariaDisabled = String(!this.#reader || this.#reader.stage === "ended");
  }

  #press() {
    if (this.#reader?.stage === "cut") this.#reader.resume();
    else this.#reader?.cut();
    this.show();
  }
}
