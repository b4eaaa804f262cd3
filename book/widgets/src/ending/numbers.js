/** Which numbers one client has heard. It drops none and repairs nothing: it counts. */
export class Numbers {
  /** A race has 2,000 ticks at most. @type {Set<number>} */
  #heard = new Set();
  newest = 0;
  twice = 0;

  /** @param {number} seq */
  hear(seq) {
    if (this.#heard.has(seq)) this.twice += 1;
    this.#heard.add(seq);
    this.newest = Math.max(this.newest, seq);
  }

  get lost() {
    return this.newest - this.#heard.size;
  }

  get words() {
    if (this.newest === 0) return "none yet";
    return `1 to ${this.newest}: ${this.lost} lost, ${this.twice} twice`;
  }
}
