import { h } from "../dom.js";

/** Rows shown, the newest first: as many as the list has room for. */
const ROWS = 8;

/** Messages remembered: an hour of one a second would say nothing that these do not. */
const MAX_KEPT = 200;

/** A bar as wide as its room stands for so much: longer ones stay so wide, and their words say how long. */
const WIDEST_MS = 5000;

/** @typedef {{ number: number, sent: number, back?: number, lost?: true }} Echo moments in ms */

/** Numbered messages: when each was sent, and how long it took to come back. */
export class Echoes {
  /** The newest first. @type {Echo[]} */
  #kept = [];
  sent = 0;
  back = 0;
  element = h("ol", {
    class: "faults-echoes",
    "aria-label": "Messages, the newest first",
    "data-empty": "Press Connect: then a message goes each second.",
  });

  clear() {
    this.#kept = [];
    this.sent = 0;
    this.back = 0;
    this.draw();
  }

  /** @returns {number} the number that the next message gets */
  send() {
    this.sent += 1;
    this.#kept.unshift({ number: this.sent, sent: performance.now() });
    this.#kept.length = Math.min(this.#kept.length, MAX_KEPT);
    return this.sent;
  }

  /** @param {number} number @returns {number | null} milliseconds that it took; null: not kept any more */
  came(number) {
    this.back += 1;
    const echo = this.#kept.find((echo) => echo.number === number);
    if (!echo) return null;
    echo.back = performance.now();
    return echo.back - echo.sent;
  }

  /** What is not back by now never comes. */
  lose() {
    for (const echo of this.#kept) if (echo.back === undefined) echo.lost = true;
    this.draw();
  }

  draw() {
    const now = performance.now();
    this.element.replaceChildren(...this.#kept.slice(0, ROWS).map((echo) => row(echo, now)));
  }
}

/** @param {Echo} echo @param {number} now */
function row({ number, sent, back, lost }, now) {
  const ms = (back ?? now) - sent;
  const [state, words, width] =
    back !== undefined
      ? ["yes", `back after ${time(ms)}`, ms]
      : lost
        ? ["lost", "never came back", WIDEST_MS]
        : ["no", `waiting ${time(ms)}`, ms];
  const share = (100 * Math.min(width, WIDEST_MS)) / WIDEST_MS;
  return h(
    "li",
    { "data-back": state },
    h("span", { class: "faults-number" }, `#${number}`),
    h("span", { class: "faults-after" }, words),
    h("span", { class: "faults-bar", style: `width: ${share}%` }),
  );
}

/** @param {number} ms */
function time(ms) {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
