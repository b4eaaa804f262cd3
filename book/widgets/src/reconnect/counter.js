import { lastingSocket } from "../../../listings/node/ws-v2/lasting-socket.mjs";
import { TickPassage } from "../table/delivery/ticks.js";
import { until } from "../table/until.js";

/** The counter's last number. */
export const LAST = 200;
/** Numbers a second. */
export const PER_SECOND = 40;
/** A lane's line is cut when it hears one of these, or the next that it gets. */
export const CUTS = [50, 100, 150];

/** The counter takes 5 s, and three outages at most 1, 2 and 4 s. */
const PATIENCE_MS = 30_000;

/** The naive ones wait so long before they open again. */
const NAIVE_WAIT_MS = 1000;

/** The race's own last word. */
const OVER = 1000;

/**
 * How to open again: what the naive lanes put behind the address.
 *
 * @typedef {() => Promise<string>} Query
 * @typedef {{ cut: () => Promise<number>, changed: () => void }} Line `cut`: how many connections it ended
 */

/** One client that hears the counter, and whose line is cut three times. */
export class CounterLane {
  passage = new TickPassage(LAST);
  /** Cuts that ended a connection. */
  cuts = 0;
  #toCome = [...CUTS];
  #isCut = false;
  #line;

  /** @param {Line} line */
  constructor(line) {
    this.#line = line;
  }

  /** @param {{ seq: number, at_ms: number }} tick */
  #hear(tick) {
    this.passage.take(tick);
    this.#line.changed();
    const next = this.#toCome[0];
    if (next === undefined || tick.seq < next || this.#isCut) return;
    this.#toCome.shift();
    this.#isCut = true;
    this.#line.cut().then(
      (ended) => (this.cuts += ended),
      (error) => this.#fail(error.message),
    );
  }

  #fail = (/** @type {string} */ _why) => {};

  #opened() {
    if (this.#isCut) this.passage.backs.push(performance.now());
    this.#isCut = false;
  }

  /**
   * The client of the lessons: it asks for what follows the last number that it has.
   *
   * @param {(query: string) => string} address @param {AbortSignal} signal
   */
  lasting(address, signal) {
    return this.#over(signal, "the lasting client", (over) => {
      const socket = lastingSocket({
        address: (after) => address(`?after=${after}`),
        onEvent: (tick) => this.#hear(tick),
        onState: (state, { code, why }) => {
          if (state === "open") this.#opened();
          if (state === "closed" && code === OVER) over(null);
          else if (state === "closed") this.#fail(`The line ended with ${code}: ${why}`);
        },
      });
      signal.addEventListener("abort", () => socket.close());
    });
  }

  /**
   * A client that opens again after a second.
   *
   * @param {(query: string) => string} address @param {Query} query @param {AbortSignal} signal
   */
  naive(address, query, signal) {
    return this.#over(signal, "the naive client", (over) => {
      const connect = async () => {
        const asked = await query();
        if (signal.aborted) return;
        const socket = new WebSocket(address(asked));
        signal.addEventListener("abort", () => socket.close(1000));
        socket.onopen = () => this.#opened();
        socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
        socket.onclose = ({ code }) => {
          if (code === OVER) over(null);
          else if (!signal.aborted) setTimeout(again, NAIVE_WAIT_MS);
        };
      };
      const again = () => connect().catch((error) => this.#fail(error.message));
      again();
    });
  }

  /** @param {AbortSignal} signal @param {string} who @param {(over: (value: null) => void) => void} run */
  #over(signal, who, run) {
    return until(
      signal,
      `${who} to hear the end`,
      (/** @type {(value: null) => void} */ over, failed) => {
        this.#fail = failed;
        run(over);
      },
      PATIENCE_MS,
    );
  }
}
