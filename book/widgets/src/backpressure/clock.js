/**
 * The hose's clock, as the page can know it. Each gauge says what the time was when it left; the quickest of them was under
 * way for the shortest time, so it is the best estimate.
 */
export class HoseClock {
  #offset = Infinity;

  /** @param {number} hose_ms when the gauge left @param {number} now when it came */
  hear(hose_ms, now) {
    this.#offset = Math.min(this.#offset, now - hose_ms);
  }

  /** How old a message is, in ms; 0 before the first gauge. @param {number} at_ms when it was made @param {number} now */
  age(at_ms, now) {
    return this.#offset === Infinity ? 0 : Math.max(0, now - this.#offset - at_ms);
  }
}
