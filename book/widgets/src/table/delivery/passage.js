/** What became of numbered messages whose line was cut midway. No DOM, no connection. */

/**
 * - `arrived`: once, while the line was whole
 * - `late`: once, but only after the line was back, and sent before
 * - `lost`: never
 * - `doubled`: more than once
 *
 * @typedef {"arrived" | "late" | "lost" | "doubled"} Fate
 */

/** In the order in which they are counted. @type {readonly Fate[]} */
export const FATES = ["arrived", "late", "lost", "doubled"];

/** Numbers 1 to `last` on their way; every time is on one clock, in milliseconds. */
export class Passage {
  last;
  /** When each number was sent. @type {Map<number, number>} */
  sent = new Map();
  /** In the order of their arrival, more than once what came more than once. @type {{ n: number, at: number }[]} */
  got = [];
  /** When the line was there again, once for each time that it was away. @type {number[]} */
  backs = [];

  /** @param {number} last */
  constructor(last) {
    this.last = last;
  }

  /** One for each number. @returns {Fate[]} */
  get fates() {
    return Array.from({ length: this.last }, (_, index) => this.#fateOf(index + 1));
  }

  /** @param {number} n @returns {Fate} */
  #fateOf(n) {
    const [first, ...more] = this.got.filter((it) => it.n === n);
    if (!first) return "lost";
    if (more.length > 0) return "doubled";
    const sent = this.sent.get(n) ?? first.at;
    const isLate = this.backs.some((back) => sent < back && first.at >= back);
    return isLate ? "late" : "arrived";
  }
}

/** @param {readonly Fate[]} fates @returns {Record<Fate, number>} */
export function countFates(fates) {
  const counts = { arrived: 0, late: 0, lost: 0, doubled: 0 };
  for (const fate of fates) counts[fate] += 1;
  return counts;
}

/** "lost 21 to 32, 40": each fate but the usual one, in numbers. @param {readonly Fate[]} fates */
export function describeFates(fates) {
  const words = FATES.map((fate) => {
    const numbers = fates.flatMap((it, index) => (it === fate ? [index + 1] : []));
    return numbers.length > 0 && `${fate} ${ranges(numbers)}`;
  });
  return words.filter(Boolean).join("; ");
}

/** @param {number[]} numbers ascending */
function ranges(numbers) {
  /** @type {[number, number][]} */
  const all = [];
  for (const n of numbers) {
    const newest = all.at(-1);
    if (newest?.[1] === n - 1) newest[1] = n;
    else all.push([n, n]);
  }
  return all.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(", ");
}

/**
 * A run of the reference server, as its script recorded it.
 *
 * @typedef {{ last: number, back_at_ms: number,
 *   received: { n: number, sent_at_ms: number, at_ms: number }[] }} RecordedRun
 *
 * @param {RecordedRun} run
 */
export function recordedPassage({ last, back_at_ms, received }) {
  const passage = new Passage(last);
  passage.backs.push(back_at_ms);
  for (const { n, sent_at_ms, at_ms } of received) {
    passage.sent.set(n, sent_at_ms);
    passage.got.push({ n, at: at_ms });
  }
  return passage;
}
