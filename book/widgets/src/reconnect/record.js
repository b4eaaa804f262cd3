/** What one client did to come back. No DOM, no connection; every time is in ms on the page's clock. */

/** @typedef {{ at: number, until: number }} Attempt until its outcome was known */

export class ReturnRecord {
  /** @type {Attempt[]} */
  attempts = [];
  /** What was chosen, in ms, before each attempt but the naive ones. @type {number[]} */
  waits = [];
  /** When it was connected again. */
  back_at = NaN;

  attempt() {
    this.attempts.push({ at: performance.now(), until: NaN });
  }

  /** The outcome of the latest attempt is known. */
  settled() {
    const latest = this.attempts.at(-1);
    if (latest && Number.isNaN(latest.until)) latest.until = performance.now();
  }

  /** Attempts that began between two moments. @param {number} from @param {number} until */
  between(from, until) {
    return this.attempts.filter(({ at }) => at >= from && at < until).length;
  }

  /** The longest time that an attempt took, whatever came of it. */
  get longest() {
    return Math.max(...this.attempts.map(({ at, until }) => until - at));
  }
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
