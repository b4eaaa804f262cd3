import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { SOCKET_IO, WEBSOCKETS, socketIoLane, webSocketLane } from "../reconnect/lanes.js";
import { seconds } from "../reconnect/record.js";
import { OutcomeTable } from "../table/outcome-table.js";
import { Strip } from "../table/strip.js";
import { cut } from "../wire/faults.js";

/** @import { Lane } from "../reconnect/lanes.js" */

/** So long the playground cuts each line and each new exchange. */
const OUTAGE_S = 3;

const HEAD = ["Client", "Attempts in the outage", "Back after its end", "Longest attempt"];

/** Five clients that lose their line at the same moment, and how each comes back. */
export default class ReconnectElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not started",
    connecting: "Connecting",
    open: "All connected",
    closing: "Line cut",
    closed: "Over",
  };

  #strip = new Strip({
    open: "connected",
    attempt: "attempt",
    trying: "waiting for its outcome",
    cut: "outage",
  });
  #said = h("p", { class: "reconnect-said", role: "status" });
  #table = new OutcomeTable("Measured", HEAD);
  #isRunning = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#said.textContent = `Five clients connect. Then the playground cuts every line, and for ${OUTAGE_S} s all that is new.`;
    this.#strip.element.hidden = false;
    stage.append(this.#said, this.#strip.element, this.#table.element);
    this.setPrimary(`Outage of ${OUTAGE_S} s`, () => void this.#run());
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const stop = new AbortController();
    const forget = this.own(() => stop.abort());
    this.problem("");
    this.#table.clear();
    this.status = "connecting";
    try {
      await this.#outage(stop.signal);
    } catch (error) {
      if (!this.isConnected) return;
      this.problem(error instanceof Error ? error.message : String(error));
    } finally {
      stop.abort();
      forget();
      this.#strip.end();
      this.status = "closed";
      this.#isRunning = false;
    }
  }

  /** @param {AbortSignal} signal */
  async #outage(signal) {
    this.#strip.begin([...WEBSOCKETS.map(([name]) => name), SOCKET_IO]);
    this.#said.textContent = "Connecting: four WebSockets and Socket.IO.";
    const lanes = await this.#connect(signal);
    this.status = "open";
    const from = performance.now();
    this.#strip.cut(OUTAGE_S);
    this.#said.textContent = `The line is cut, for ${OUTAGE_S} s.`;
    await Promise.all(lanes.map(({ token }) => cut(token, OUTAGE_S)));
    this.status = "closing";
    for (const { name } of lanes) this.#table.set(name, "…", "…", "…");
    const until = from + OUTAGE_S * 1000;
    const show = (/** @type {Lane} */ lane) => this.#show(lane, from, until);
    await Promise.all(lanes.map((lane) => lane.back.then(() => show(lane))));
    this.#said.textContent = "All five are back. Press again: jitter never waits the same twice.";
  }

  /** @param {AbortSignal} signal */
  async #connect(signal) {
    const address = this.webSocketUrl("/ws/echo");
    const strip = this.#strip;
    const setting = async (/** @type {string} */ name) => {
      const token = await this.wire.watch(name);
      signal.throwIfAborted();
      if (token === "") throw new Error("Without the tap no line of yours can be cut. Try again.");
      return { name, token, address, strip, signal };
    };
    return Promise.all([
      ...WEBSOCKETS.map(async ([name, backoff]) => webSocketLane(await setting(name), backoff)),
      setting(SOCKET_IO).then(socketIoLane),
    ]);
  }

  /** @param {Lane} lane @param {number} from @param {number} until */
  #show({ name, record }, from, until) {
    this.#table.set(
      name,
      `${record.between(from, until)}`,
      seconds(record.back_at - until),
      `${Math.round(record.longest)} ms`,
    );
  }

  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#table.recording() };
  }
}
