/** @import { CountsEvent, ExchangeEvent } from "../wire/tap.js" */
/** @import { LaneRecord } from "./lane-record.js" */

/** What crossed the sockets of one lane, from its first byte: requests, answers, headers, frames. */
export class LaneBytes {
  /** From the client. */
  up = 0;
  /** From the server. */
  down = 0;
  /** Why something is missing in the sums; empty while nothing is. */
  problem = "";
  /** Requests whose last byte is counted. */
  #ended = 0;
  #payload = 0;
  /** Requests that go on, with their sums so far. @type {Map<number, CountsEvent>} */
  #open = new Map();
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {ExchangeEvent} event */
  take(event) {
    if (event.type === "counts") this.#count(event);
    else if (event.type === "ended" && this.#open.delete(event.exchange)) this.#ended += 1;
    // Whatever else the tap drops it does not show, but counts.
    else if (event.type === "dropped" && /^(exchanges|blurred)$/.test(event.why)) {
      this.lost(event.sentence);
      return;
    } else return;
    this.#changed();
  }

  /** @param {CountsEvent} event */
  #count(event) {
    const before = this.#open.get(event.exchange);
    this.#open.set(event.exchange, event);
    this.up += event.up.bytes - (before?.up.bytes ?? 0);
    this.down += event.down.bytes - (before?.down.bytes ?? 0);
    this.#payload += event.down.payload - (before?.down.payload ?? 0);
  }

  /** Nothing more will be told. @param {string} why */
  lost(why) {
    this.problem ||= why;
    this.#changed();
  }

  /**
   * Whether all is counted that the lane asked for and got. A browser may ask more often than the page
   * does (CORS), so what arrived has to be in the sums too.
   *
   * @param {LaneRecord} record
   */
  isWhole({ requests, bytes }) {
    return this.#ended >= requests && this.#open.size === 0 && this.#payload >= bytes;
  }
}
