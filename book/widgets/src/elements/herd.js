import { exponential, fullJitter } from "../../../listings/node/ws-v2/lasting-socket.mjs";
import css from "../../styles/herd.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { Bars } from "../reconnect/bars.js";
import { peak, perBin, used } from "../reconnect/bins.js";
import { CLIENTS, Herd } from "../reconnect/herd.js";
import { seconds } from "../reconnect/record.js";
import { OutcomeTable } from "../table/outcome-table.js";
import { cut } from "../wire/faults.js";
import { tap, withTap } from "../wire/tap.js";

/** @import { HerdRecord } from "../reconnect/herd.js" */

adoptStyles(css);

/** The server is there again at once, as one that restarts: what the herd does then is its own doing. */
const CUT_S = 0;

const RUNS = [
  { name: "Without jitter", backoff: exponential },
  { name: "With full jitter", backoff: fullJitter },
];

/** @typedef {typeof RUNS[number]} Run */

const HEAD = [
  "Run",
  "First waits",
  "Most calls in 100 ms",
  "Most at the server in 100 ms",
  "All back",
];

/** Thirty WebSockets that lose their line at the same moment. */
export default class HerdElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not started",
    connecting: "Connecting",
    open: `${CLIENTS} open`,
    closing: "Line cut",
    closed: "Over",
  };

  #said = h("p", { class: "herd-said", role: "status" });
  #bars = new Map(RUNS.map(({ name }) => [name, new Bars(name)]));
  #table = new OutcomeTable("Measured", HEAD);
  #isRunning = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    const button = (/** @type {Run} */ run) =>
      h("button", { type: "button", onclick: () => void this.#start([run]) }, run.name);
    this.#said.textContent = `This page opens ${CLIENTS} WebSockets. Then the playground cuts all of them at one moment.`;
    stage.append(
      this.#said,
      h("div", { class: "bench-row" }, ...RUNS.map(button)),
      h("div", { class: "herd-runs" }, ...[...this.#bars.values()].map(({ element }) => element)),
      this.#table.element,
    );
    this.setPrimary("Both in turn", () => void this.#start(RUNS));
  }

  /** @param {Run[]} runs */
  async #start(runs) {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.problem("");
    try {
      for (const run of runs) await this.#run(run);
      this.#said.textContent = "All are back, and closed now.";
    } catch (error) {
      if (!this.isConnected) return;
      this.problem(error instanceof Error ? error.message : String(error));
    } finally {
      this.status = "closed";
      this.#isRunning = false;
    }
  }

  /** @param {Run} run */
  async #run({ name, backoff }) {
    const stop = new AbortController();
    const forget = this.own(() => stop.abort());
    const herd = new Herd();
    try {
      this.status = "connecting";
      this.#said.textContent = `${name}: ${CLIENTS} WebSockets open, one after the other.`;
      const token = await this.#watch(name, herd);
      await herd.open(withTap(this.webSocketUrl("/ws/echo"), token), backoff, stop.signal);
      this.status = "open";
      await this.#outage(name, token, herd, stop.signal);
      await tap.settled();
      this.#show(name, herd.record);
    } finally {
      stop.abort();
      forget();
    }
  }

  /** One token for all: what happens to it happens to the herd. @param {string} name @param {Herd} herd */
  async #watch(name, herd) {
    const token = await this.wire.watch(name, "units", {
      take: (event) => herd.crossed(event),
      lost: () => {},
    });
    if (token === "") throw new Error("Without the tap no line of yours can be cut. Try again.");
    return token;
  }

  /** @param {string} name @param {string} token @param {Herd} herd @param {AbortSignal} signal */
  async #outage(name, token, herd, signal) {
    this.#said.textContent = `${name}: all lines are cut. The server is there again at once.`;
    herd.record.cut_at = performance.now();
    const back = herd.back(signal);
    await cut(token, CUT_S);
    this.status = "closing";
    const drawing = setInterval(() => this.#bars.get(name)?.draw(herd.record), 100);
    try {
      await back;
    } finally {
      clearInterval(drawing);
    }
  }

  /** @param {string} name @param {HerdRecord} record */
  #show(name, record) {
    this.#bars.get(name)?.draw(record);
    const perTenth = (/** @type {number[]} */ moments) => perBin(moments, record.cut_at);
    const waits = record.firstWaits;
    const [least, most] = [Math.min(...waits), Math.max(...waits)].map((ms) => seconds(ms));
    const tenths = used(perBin(waits, 0));
    this.#table.set(
      name,
      `${least} to ${most}, in ${tenths} ${tenths === 1 ? "tenth" : "tenths"} of a second`,
      `${peak(perTenth(record.called))}`,
      `${peak(perTenth(record.arrived))}`,
      `after ${seconds(record.back_at - record.cut_at)}`,
    );
  }

  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#table.recording() };
  }
}
