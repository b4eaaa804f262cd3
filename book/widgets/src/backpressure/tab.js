import { Arrivals } from "./arrivals.js";

/** A handler that does something: a chart redrawn, a table sorted. */
const WORK_MS = 5;

/** The list may hold so much before the hose is turned off: this is the reader's memory. */
export const MOST_LIST_BYTES = 64 * 1024 * 1024;

/**
 * What this tab does with each message.
 *
 * - `quick`: counts it
 * - `busy`: its handler works for a while, and only then returns to the browser
 * - `list`: its handler returns at once; the message waits on a list for the same work
 *
 * @typedef {"quick" | "busy" | "list"} Manner
 */

/** @type {Record<Manner, string>} */
export const MANNERS = {
  quick: "keeps up",
  busy: `works ${WORK_MS} ms in its handler`,
  list: `puts it on a list, works ${WORK_MS} ms later`,
};

/** The page's side of a hose: what arrived, what waits, what was handled. */
export class Tab {
  arrivals = new Arrivals();
  handled = 0;
  listBytes = 0;
  /** Of the message that was handled last. */
  age_ms = 0;
  /** @type {Manner} */
  manner = "quick";
  /** @type {{ at_ms: number, bytes: number, text: string }[]} */
  #list = [];
  #age;
  #isWorking = false;

  /** @param {(at_ms: number) => number} age of a message that was made then */
  constructor(age) {
    this.#age = age;
  }

  get listed() {
    return this.#list.length;
  }

  /** The handler of `message` events. @param {string} text all of it is ASCII */
  take(text) {
    const { number, at_ms } = JSON.parse(text);
    this.arrivals.take(number, text.length);
    // Behind what waits already, so that the order stays when the manner changes.
    if (this.manner === "list" || this.#list.length > 0) this.#enlist(at_ms, text);
    else {
      if (this.manner === "busy") work();
      this.#handle(at_ms);
    }
  }

  stop() {
    this.#list = [];
    this.listBytes = 0;
  }

  /** @param {number} at_ms @param {string} text */
  #enlist(at_ms, text) {
    this.#list.push({ at_ms, bytes: text.length, text });
    this.listBytes += text.length;
    if (!this.#isWorking) this.#workOff();
    this.#isWorking = true;
  }

  #workOff() {
    setTimeout(() => {
      const first = this.#list.shift();
      if (first) {
        this.listBytes -= first.bytes;
        this.#handle(first.at_ms);
      }
      this.#isWorking = this.#list.length > 0;
      if (this.#isWorking) this.#workOff();
    }, WORK_MS);
  }

  /** @param {number} at_ms */
  #handle(at_ms) {
    this.handled += 1;
    this.age_ms = this.#age(at_ms);
  }
}

/** Real work: nothing else runs in this tab meanwhile. */
function work() {
  for (const end = performance.now() + WORK_MS; performance.now() < end;);
}
