import { Names } from "./names.js";
import { hasContentForm, overlaps } from "./rows/row.js";
import { Sums } from "./sums.js";

/** @import { CountsEvent, Direction, ExchangeEvent, ReadEvent, UnitEvent } from "./tap.js" */

/**
 * What came faster than anybody could list: counted here, not kept.
 *
 * @typedef {import("./tap.js").Of & { type: "skipped", at_us: number, until_us: number,
 *   frames: number, bytes: number }} SkippedEvent
 * @typedef {Exclude<ExchangeEvent, CountsEvent> | SkippedEvent} KeptEvent
 */

/** Events kept: 6,000 frames, or an hour of chat. They take 60 MiB at the worst. */
export const MAX_EVENTS = 20_000;

/** Bytes of units kept: twice what one token may record. In the page they are hexadecimal digits. */
export const MAX_BYTES = 32 * 1024 * 1024;

/** Events listed of one second: 1,000 frames there and back (a read, a frame and a message each), and a third more. */
export const MAX_EVENTS_PER_SECOND = 8_000;

const SECOND_US = 1_000_000;

/** Everything that one demo's connections said, as far as it fits. No DOM. */
export class WireSession {
  /** What the reader calls the connections. */
  names = new Names();
  /** When the first byte crossed. */
  start_us = 0;
  /** The moment of `at_us` 0, in milliseconds since 1970: `tap.js` counts from there. */
  epoch_ms = performance.timeOrigin;
  /** What did not fit any more. */
  forgotten = { events: 0, bytes: 0 };
  /** @type {KeptEvent[]} */
  #events = [];
  /** Where the kept ones begin in `#events`: what is before was forgotten, and is cut off now and then. */
  #start = 0;
  /** Bytes of the units kept. */
  #bytes = 0;
  /** The number of the first kept event, counted over the life of the session. */
  first = 0;
  /** The number of the first event since the session was cleared. */
  #begin = 0;
  /** The wire units of one direction of one exchange, in order. @type {Map<string, UnitEvent[]>} */
  #streams = new Map();
  #sums = new Sums();
  #second = { from_us: -Infinity, events: 0 };
  /** @type {Map<string, SkippedEvent>} */
  #skipped = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {() => void} changed */
  onChange(changed) {
    this.#listeners.add(changed);
  }

  /** @param {ExchangeEvent | SkippedEvent} event */
  take(event) {
    if (event.type === "counts") this.#sums.set(event, this.names.labels.get(event.token));
    else if (this.#isTooMuch(event)) this.#skip(event);
    else this.#keep(event);
    if (event.type === "ended") this.#sums.close(event);
    for (const changed of this.#listeners) changed();
  }

  /** Takes what another session had: it was counted there. @param {KeptEvent} event */
  restore(event) {
    this.#keep(event);
  }

  /** Events from a number on. @param {number} [number] */
  since(number = this.first) {
    return this.#events.slice(this.#start + Math.max(0, number - this.first));
  }

  /** The number that the next event gets. */
  get next() {
    return this.first + this.#events.length - this.#start;
  }

  /**
   * The wire units that hold bytes of a read or write.
   *
   * @param {ReadEvent} read
   */
  unitsOf(read) {
    const units = this.#streams.get(stream(read, read.direction)) ?? [];
    const [from, to] = read.span;
    const begin = firstWhere(units, ({ unit }) => unit.span[1] > from);
    const end = firstWhere(units, ({ unit }) => unit.span[0] >= to);
    return units.slice(begin, end);
  }

  /**
   * The wire units around what was read from them: the frames of a message, or the head and the body of an HTTP message.
   *
   * @param {UnitEvent} event
   */
  around(event) {
    const { direction, span } = event.unit;
    const held = this.#streams.get(stream(event, direction)) ?? [];
    const over = held.filter(({ unit }) => overlaps(unit, event.unit));
    // Control frames may stand between the frames of a message.
    if (over[0]?.unit.kind === "frame") return over.filter(({ unit }) => hasContentForm(unit));
    const begins = (/** @type {UnitEvent} */ { unit }) => unit.kind.endsWith("_head");
    const head = held.findLastIndex((it) => begins(it) && it.unit.span[0] <= span[0]);
    const next = held.findIndex((it, index) => index > head && begins(it));
    return held.slice(Math.max(0, head), next < 0 ? undefined : next);
  }

  /**
   * The sums of all exchanges, or of those with one label.
   *
   * @param {string} [label]
   * @returns {import("./sums.js").Sum}
   */
  counts(label) {
    return this.#sums.of(label);
  }

  /** The sums by label. */
  get sums() {
    return this.#sums;
  }

  clear() {
    this.first = this.next;
    this.#begin = this.first;
    this.#events = [];
    this.#start = 0;
    this.#bytes = 0;
    this.forgotten = { events: 0, bytes: 0 };
    this.names.clear();
    this.#streams.clear();
    this.#skipped.clear();
    this.#sums.clear();
    for (const changed of this.#listeners) changed();
  }

  /** @param {KeptEvent} event */
  #keep(event) {
    if (this.next === this.#begin && "at_us" in event) this.start_us = event.at_us;
    this.names.see(event);
    this.#events.push(event);
    this.#bytes += bytesOf(event);
    if (event.type === "unit" && event.unit.layer === "wire") {
      const key = stream(event, event.unit.direction);
      const units = this.#streams.get(key);
      if (units) units.push(event);
      else this.#streams.set(key, [event]);
    }
    while (this.#events.length - this.#start > MAX_EVENTS || this.#bytes > MAX_BYTES) {
      this.#forget();
    }
  }

  #forget() {
    const event = /** @type {KeptEvent} */ (this.#events[this.#start]);
    this.#start += 1;
    this.first += 1;
    this.#bytes -= bytesOf(event);
    this.forgotten.events += 1;
    this.forgotten.bytes += bytesOf(event);
    if (event.type === "unit" && event.unit.layer === "wire") {
      const key = stream(event, event.unit.direction);
      const units = this.#streams.get(key);
      units?.shift();
      if (units?.length === 0) this.#streams.delete(key);
    }
    if (this.#start > MAX_EVENTS / 2) this.#events.splice(0, this.#start);
    if (this.#start > MAX_EVENTS / 2) this.#start = 0;
  }

  /** @param {ExchangeEvent | SkippedEvent} event */
  #isTooMuch(event) {
    if (event.type !== "read" && event.type !== "unit") return false;
    if (event.at_us >= this.#second.from_us + SECOND_US) {
      this.#second = { from_us: event.at_us, events: 0 };
      this.#skipped.clear();
    }
    this.#second.events += 1;
    return this.#second.events > MAX_EVENTS_PER_SECOND;
  }

  /** One event for all that one exchange said too much in this second. @param {any} event */
  #skip({ type, token, connection, exchange, at_us, span, unit }) {
    const key = `${token} ${exchange}`;
    let skipped = this.#skipped.get(key);
    if (!skipped) {
      const of = { token, connection, exchange };
      skipped = { type: "skipped", ...of, at_us, until_us: at_us, frames: 0, bytes: 0 };
      this.#skipped.set(key, skipped);
      this.#keep(skipped);
    }
    skipped.until_us = at_us;
    if (type === "read") skipped.bytes += span[1] - span[0];
    else if (unit.kind === "frame") skipped.frames += 1;
  }
}

/** @param {KeptEvent} event */
function bytesOf(event) {
  return event.type === "unit" ? event.unit.bytes.length / 2 : 0;
}

/** @param {import("./tap.js").Of} event @param {Direction} direction */
export function stream({ token, exchange }, direction) {
  return `${token} ${exchange} ${direction}`;
}

/**
 * The first index whose item fits, by halves: items that fit come after those that do not.
 *
 * @template T @param {T[]} items @param {(item: T) => boolean} fits
 */
function firstWhere(items, fits) {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (fits(/** @type {T} */ (items[middle]))) to = middle;
    else from = middle + 1;
  }
  return from;
}
