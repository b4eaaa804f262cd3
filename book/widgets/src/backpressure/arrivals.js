/** Stretches of missing numbers that are told one by one. */
const TOLD = 4;

/** Which of the numbered messages came, and which never will: they come in order, so a jump is a loss. */
export class Arrivals {
  count = 0;
  bytes = 0;
  newest = 0;
  missing = 0;
  /** The latest stretches, first and last number. @type {[number, number][]} */
  gaps = [];

  /** @param {number} number @param {number} bytes */
  take(number, bytes) {
    if (number > this.newest + 1) {
      this.missing += number - this.newest - 1;
      this.gaps.push([this.newest + 1, number - 1]);
      if (this.gaps.length > TOLD) this.gaps.shift();
    }
    this.newest = number;
    this.count += 1;
    this.bytes += bytes;
  }

  /** The missing numbers in words: `7, 12 to 40`. */
  get missingWords() {
    if (this.missing === 0) return "none";
    const told = this.gaps.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
    const inGaps = this.gaps.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    return `${inGaps < this.missing ? "… " : ""}${told.join(", ")}`;
  }
}
