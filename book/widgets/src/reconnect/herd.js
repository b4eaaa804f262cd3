import { until } from "../table/until.js";
import { reopening } from "./reopening.js";

/** @import { Backoff } from "../../../listings/node/ws-v2/lasting-socket.mjs" */

/** WebSockets of one page. The playground lets one address have 600 connections: enough for a class of 20 such pages. */
export const CLIENTS = 30;

/** A browser may hold back an attempt for 5 s after the outage. */
const PATIENCE_MS = 30_000;

/** What the herd did, in ms on the page's clock. */
export class HerdRecord {
  /** When the page called `new WebSocket` to come back. @type {number[]} */
  called = [];
  /** When such a request reached the server. @type {number[]} */
  arrived = [];
  /** The first wait that each client chose. @type {number[]} */
  firstWaits = [];
  cut_at = Infinity;
  back_at = NaN;
}

/** Real WebSockets with one backoff, all watched by one token. */
export class Herd {
  record = new HerdRecord();
  #open = 0;
  #requests = 0;
  #changed = () => {};

  /**
   * Opens all, one after the other: a browser holds back who opens many at once.
   *
   * @param {string} address @param {Backoff} backoff @param {AbortSignal} signal
   */
  async open(address, backoff, signal) {
    for (let client = 1; client <= CLIENTS; client += 1) {
      await until(signal, `WebSocket ${client} to open`, (opened) =>
        this.#openOne(address, backoff, opened, signal),
      );
    }
  }

  /** @param {string} address @param {Backoff} backoff @param {(value?: unknown) => void} opened @param {AbortSignal} signal */
  #openOne(address, backoff, opened, signal) {
    const { record } = this;
    let isOpen = false;
    let failures = 0;
    const tell = {
      attempt: () => {
        if (failures > 0) record.called.push(performance.now());
      },
      opened: () => {
        isOpen = true;
        this.#open += 1;
        this.#changed();
        opened();
      },
      closed: () => {
        if (isOpen) this.#open -= 1;
        isOpen = false;
        failures += 1;
      },
      waits: (/** @type {number} */ ms) => {
        if (failures === 1) record.firstWaits.push(ms);
      },
      gaveUp: () => {},
    };
    reopening(address, backoff, tell, signal);
  }

  /** Something with the herd's token crossed the line. @param {import("../wire/tap.js").ExchangeEvent} event */
  crossed(event) {
    if (event.type !== "unit" || event.unit.kind !== "request_head") return;
    this.#requests += 1;
    // The first ones opened the herd.
    if (this.#requests > CLIENTS) this.record.arrived.push(event.at_us / 1000);
  }

  /** Until all are connected again, after each was lost. @param {AbortSignal} signal */
  async back(signal) {
    const { record } = this;
    const everyone = (/** @type {(value?: unknown) => void} */ done) => {
      this.#changed = () => {
        if (record.firstWaits.length === CLIENTS && this.#open === CLIENTS) done();
      };
      this.#changed();
    };
    await until(signal, "all to come back", everyone, PATIENCE_MS);
    record.back_at = performance.now();
  }
}
