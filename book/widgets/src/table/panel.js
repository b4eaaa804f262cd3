import { h } from "../dom.js";
import { openSocketIo } from "../socketio/client.js";
import { tap, withTap } from "../wire/tap.js";
import { Crossed } from "./crossed.js";
import { until } from "./until.js";
import * as faults from "../wire/faults.js";

/**
 * @import { Socket, Options } from "../socketio/client.js"
 * @import { Crossing } from "./crossed.js"
 * @import { Row, Sides } from "./row.js"
 */

/** How long the tap may take to tell what crossed: it does so in milliseconds, a busy machine is slower. */
const SETTLE_MS = 10_000;

/** What an experiment is given: connections with their bytes, faults, and places for what it found. */
export class Panel {
  faults = faults;
  #demo;
  #row;
  #labelled;
  #stop = new AbortController();
  /** Ends what this run has opened. @type {Set<() => void>} */
  #owned = new Set();
  /** Label -> what crossed on the newest connection that has it. @type {Map<string, Crossed>} */
  #crossed = new Map();
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {(() => Promise<void>)[]} */
  #runs = [];
  #said = h("p", { class: "table-said", role: "status" });
  #problem = h("p", { class: "bench-problem", role: "alert" });
  /** Below what the row itself shows. */
  element = h("div", { class: "table-words" }, this.#said, this.#problem);

  /**
   * @param {import("../demo-element.js").DemoElement} demo
   * @param {Row} row
   * @param {(label: string) => string} labelled what the demo's wire calls a connection of this row
   */
  constructor(demo, row, labelled) {
    this.#demo = demo;
    this.#row = row;
    this.#labelled = labelled;
  }

  /** Aborted when this run is over: the row was closed, runs again, or left the page. */
  get signal() {
    return this.#stop.signal;
  }

  /**
   * A button that runs an experiment, one at a time in a row. What the last run opened is closed first; what
   * this one opens stays open until then. The first button is the row's own: it runs with "Run all rows".
   *
   * @param {string} words
   * @param {() => Promise<void>} run throws an error whose message is for the reader
   */
  runButton(words, run) {
    const begin = () => this.#run(run);
    const button = h("button", { type: "button", onclick: () => void begin() }, words);
    this.#buttons.push(button);
    this.#runs.push(begin);
    return button;
  }

  async runFirst() {
    await this.#runs[0]?.();
  }

  /** @param {() => Promise<void>} run */
  async #run(run) {
    if (this.#row.status === "running") return;
    this.close();
    this.#row.begins();
    const { signal } = (this.#stop = new AbortController());
    this.say("");
    this.#problem.textContent = "";
    this.#setStatus("running");
    try {
      await run();
      if (!signal.aborted) this.#setStatus("done");
    } catch (error) {
      if (signal.aborted) return;
      this.#problem.textContent = error instanceof Error ? error.message : String(error);
      this.#setStatus("failed");
    }
  }

  /** @param {import("./row.js").RowStatus} status */
  #setStatus(status) {
    for (const button of this.#buttons) button.ariaDisabled = String(status === "running");
    this.#row.status = status;
  }

  /** Ends this run and closes what it has opened. The wire still shows how it ends. */
  close() {
    this.#stop.abort();
    for (const close of this.#owned) close();
    this.#owned.clear();
    if (this.#row.status === "running") this.#setStatus("idle");
  }

  /** Makes room for another row's run: a page watches no more than 16 connections. */
  release() {
    this.close();
    for (const label of this.#crossed.keys()) this.#demo.wire.unwatch(this.#labelled(label));
    this.#crossed.clear();
  }

  /** Registers how to end something that this run opened. @param {() => void} close */
  own(close) {
    if (this.signal.aborted) close();
    else this.#owned.add(close);
  }

  /** A new token for what is opened next under this label. @param {string} label */
  async watch(label) {
    const { signal } = this;
    const crossed = new Crossed();
    this.#crossed.set(label, crossed);
    crossed.token = await this.#demo.wire.watch(this.#labelled(label), "units", crossed);
    signal.throwIfAborted();
    return crossed.token;
  }

  /** The playground's address. @param {string} path */
  url(path) {
    return this.#demo.url(path);
  }

  /** Where a WebSocket goes that the wire shows. @param {string} path @param {string} label */
  async webSocketAddress(path, label) {
    return withTap(this.#demo.webSocketUrl(path), await this.watch(label));
  }

  /**
   * A WebSocket that the wire shows. It is not open yet.
   *
   * @param {string} path
   * @param {string} label what the reader calls it
   */
  async websocket(path, label) {
    const socket = new WebSocket(await this.webSocketAddress(path, label));
    this.own(() => socket.close());
    return socket;
  }

  /** @param {WebSocket} socket */
  async opened(socket) {
    const path = new URL(socket.url).pathname;
    await until(this.signal, `the WebSocket to ${path} to open`, (done, failed) => {
      if (socket.readyState === WebSocket.OPEN) done(null);
      socket.addEventListener("open", done, { once: true });
      const closed = (/** @type {CloseEvent} */ { code }) =>
        failed(`The WebSocket to ${path} did not open: it closed with ${code}.`);
      socket.addEventListener("close", closed, { once: true });
    });
  }

  /**
   * The official client, for one namespace, in a session of its own. It connects by itself.
   *
   * @param {string} namespace
   * @param {string} label what the reader calls it
   * @param {Options} [options]
   * @returns {Promise<Socket>}
   */
  async socketIo(namespace, label, options) {
    const { signal } = this;
    const token = await this.watch(label);
    const socket = await openSocketIo(namespace, token, options);
    this.own(() => socket.disconnect());
    signal.throwIfAborted();
    return socket;
  }

  /** @param {Socket} socket */
  async connected(socket) {
    await until(this.signal, "Socket.IO to connect", (done, failed) => {
      if (socket.connected) done(null);
      socket.once("connect", () => done(null));
      socket.once("connect_error", ({ message }) =>
        failed(`Socket.IO did not connect: ${message}.`),
      );
    });
  }

  /** @param {string} label */
  token(label) {
    return this.#of(label).token;
  }

  /** What crossed on the newest connection with this label. @param {string} label @returns {Crossing} */
  counts(label) {
    return this.#of(label).sum;
  }

  /** Its first HTTP requests, and how the server answered them. @param {string} label */
  exchanges(label) {
    return this.#of(label).exchanges;
  }

  /**
   * Waits until the tap has told all that crossed up to now, and, where that alone does not say it, until the
   * sums are as expected.
   *
   * @param {string} label
   * @param {(sum: Crossing) => boolean} [isWhole]
   */
  async settled(label, isWhole = () => true) {
    const crossed = this.#of(label);
    const late = AbortSignal.timeout(SETTLE_MS);
    try {
      await crossed.until(isWhole, AbortSignal.any([this.signal, late]));
    } catch (cause) {
      this.signal.throwIfAborted();
      if (!late.aborted) throw cause;
      const words = `The tap did not tell what crossed (${label}) within ${SETTLE_MS / 1000} s.`;
      throw new Error(words, { cause });
    }
    // The last bytes may be written down just after the page has them.
    let before;
    do {
      before = JSON.stringify(crossed.sum);
      await tap.settled();
      this.signal.throwIfAborted();
    } while (before !== JSON.stringify(crossed.sum));
  }

  /** Fills the two cells of the row. @param {Sides} result */
  result(result) {
    this.#row.show(result);
  }

  /** A line on what happens. @param {string} text */
  say(text) {
    this.#said.textContent = text;
  }

  /** @param {string} label */
  #of(label) {
    const crossed = this.#crossed.get(label);
    if (!crossed) throw new Error(`Nothing is open that is called "${label}".`);
    return crossed;
  }
}
