import { Passage } from "./passage.js";

/** The ticks of a race on their way: when each was made is told by the server, on its own clock. */
export class TickPassage extends Passage {
  /** From the server's clock to the page's: as the fastest tick says. */
  #between = Infinity;
  /** When each was made, on the server's clock. @type {Map<number, number>} */
  #made = new Map();

  /** @param {{ seq: number, at_ms: number }} tick that has just arrived */
  take({ seq, at_ms }) {
    const at = performance.now();
    this.got.push({ n: seq, at });
    this.#made.set(seq, at_ms);
    this.#between = Math.min(this.#between, at - at_ms);
    for (const [n, at_ms] of this.#made) this.sent.set(n, at_ms + this.#between);
  }
}
