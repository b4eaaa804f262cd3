/** The most ticks that one race makes: the playground's own limit, and so the bound of every array here. */
export const MAX_TICKS = 2000;

/**
 * One tick of the feed, the same JSON on every transport.
 * @typedef {{seq: number, at_ms: number, payload: string}} Tick
 */

/**
 * What one lane is worth after a race, in numbers.
 * Times are milliseconds; `median` and `max` are `null` while the lane has nothing.
 * @typedef {object} LaneSummary
 * @property {string} title
 * @property {number} requests
 * @property {number} received distinct ticks
 * @property {number | null} median
 * @property {number | null} max
 * @property {number} bytes
 * @property {{ up: number, down: number, problem: string } | null} wire what crossed the socket;
 *   null: nobody counts it
 * @property {number} missing
 * @property {number} duplicates
 */

/** What one lane asked for and received. It knows no transport and no clock. */
export class LaneRecord {
  /** Tick number to "arrival on the client's clock minus at_ms on the server's". @type {Map<number, number>} */
  #delays = new Map();

  /**
   * @param {string} title the lane's name on the page
   * @param {number} count ticks in the whole race
   */
  constructor(title, count) {
    this.title = title;
    this.count = Math.min(count, MAX_TICKS);
    /** HTTP requests, WebSocket handshakes among them. */
    this.requests = 0;
    /** UTF-8 bytes of all tick JSON, duplicates too: they crossed the network. */
    this.bytes = 0;
    this.duplicates = 0;
    /** The newest tick number seen; the next request asks for what comes after it. */
    this.newest = 0;
    /** The server has said that there is no more. */
    this.ended = false;
  }

  /** Distinct ticks received. */
  get received() {
    return this.#delays.size;
  }

  /** Ticks that should be here and are not: holes, and after the end also a lost tail. */
  get missing() {
    return (this.ended ? this.count : this.newest) - this.received;
  }

  /**
   * @param {Tick} tick
   * @param {number} arrival milliseconds on the client's clock
   */
  add(tick, arrival) {
    if (!Number.isInteger(tick.seq) || tick.seq < 1 || tick.seq > this.count) {
      throw new Error(`The server sent tick ${tick.seq}; this race has ticks 1 to ${this.count}.`);
    }
    if (this.#delays.has(tick.seq)) {
      this.duplicates += 1;
      return;
    }
    this.#delays.set(tick.seq, arrival - tick.at_ms);
    this.newest = Math.max(this.newest, tick.seq);
  }

  /** The smallest arrival minus at_ms, `Infinity` while there is none. */
  get quickest() {
    let least = Infinity;
    for (const delay of this.#delays.values()) least = Math.min(least, delay);
    return least;
  }

  /**
   * Milliseconds late for each tick, by position: `[0]` is tick 1; `null` is a tick that did not arrive.
   * @param {number} baseline
   * @param {number} upTo
   * @returns {(number | null)[]}
   */
  lateness(baseline, upTo) {
    return Array.from({ length: upTo }, (_, index) => {
      const delay = this.#delays.get(index + 1);
      return delay === undefined ? null : delay - baseline;
    });
  }

  /**
   * @param {number} baseline
   * @param {LaneSummary["wire"]} [wire]
   * @returns {LaneSummary}
   */
  summary(baseline, wire = null) {
    const late = [...this.#delays.values()].map((delay) => delay - baseline).sort((a, b) => a - b);
    return {
      title: this.title,
      requests: this.requests,
      received: this.received,
      median: median(late),
      max: late.at(-1) ?? null,
      bytes: this.bytes,
      wire,
      missing: this.missing,
      duplicates: this.duplicates,
    };
  }
}

/**
 * The quickest delivery of the race over all lanes. It holds the difference of the two clocks, whatever
 * that is, plus the shortest way that any tick took; everything is measured from there.
 * @param {Iterable<LaneRecord>} records
 */
export function baselineOf(records) {
  let least = Infinity;
  for (const record of records) least = Math.min(least, record.quickest);
  return least;
}

/** @param {number[]} sorted */
function median(sorted) {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
