import { changeRace, startRace } from "../race/race-client.js";
import { openSocketIo } from "../socketio/client.js";
import { bytes } from "../table/figures.js";
import { duration, many } from "../table/words.js";
import * as faults from "../wire/faults.js";
import { followSocketIo, openBeating, openNaive } from "./clients.js";

/** @import { DemoElement } from "../demo-element.js" */
/** @import { Tell } from "./clients.js" */

/** What the strip and the wire call them. @typedef {"Naive" | "Heartbeat" | "Socket.IO"} Lane */
export const LANES = /** @type {const} */ (["Naive", "Heartbeat", "Socket.IO"]);

/** The heartbeat's server: a race that stands still, so that nothing but the heartbeat crosses. */
const STILL = { rate: 1, count: 1, size: 0 };

/** Three clients on three connections, from Connect to Disconnect. */
export class Run {
  #stop = new AbortController();
  /** @type {Map<Lane, string>} */
  #tokens = new Map();
  #opened_ms = performance.now();
  #demo;
  #tell;
  /** @type {ReturnType<typeof openNaive> | undefined} */
  #naive;

  /** @param {DemoElement} demo @param {(lane: Lane) => Tell} tell */
  constructor(demo, tell) {
    this.#demo = demo;
    this.#tell = tell;
  }

  /** Whether Disconnect was pressed meanwhile. */
  get isOver() {
    return this.#stop.signal.aborted;
  }

  /** @param {{ heartbeatMs: number, deadlineMs: number }} beat */
  async open(beat) {
    const demo = this.#demo;
    const { signal } = this.#stop;
    const race = await startRace(demo.url("/race"), STILL, signal);
    await changeRace(demo.url(`/race/${race.id}`), { paused: true }, signal);
    for (const lane of LANES) this.#tokens.set(lane, await demo.wire.watch(lane));
    signal.throwIfAborted();
    const naive = openNaive(this.#address("/ws/echo", "Naive"), this.#tell("Naive"));
    this.#naive = naive;
    this.#own(naive.close);
    const address = (/** @type {number} */ after) =>
      this.#address(`/race/${race.id}/ws?after=${after}`, "Heartbeat");
    this.#own(openBeating(address, beat, this.#tell("Heartbeat")).close);
    const options = { transports: ["websocket"], autoConnect: false };
    const socket = await openSocketIo("/echo", this.#tokens.get("Socket.IO") ?? "", options);
    signal.throwIfAborted();
    this.#own(() => socket.disconnect());
    followSocketIo(socket, this.#tell("Socket.IO"));
    socket.connect();
    this.#opened_ms = performance.now();
  }

  /** From now on no byte crosses, and nobody is told. */
  async pull() {
    await this.#each((token) => faults.change(token, { half_open: true }));
  }

  /** What waits goes on. Asks on the naive connection whether the server still has it. */
  async mend() {
    await this.#each(faults.restore);
    return this.#naive?.ask();
  }

  /** Frames and their bytes, without the heads of HTTP. @param {Lane} lane */
  crossed(lane) {
    const { up, down } = this.#demo.wire.session.counts(lane);
    const sum = up.bytes - up.head + down.bytes - down.head;
    const time = duration(performance.now() - this.#opened_ms);
    return `${many(up.frames + down.frames, "frame")}, ${bytes(sum)} in ${time}`;
  }

  close() {
    this.#stop.abort(new Error("Disconnected."));
  }

  /** @param {() => void} close */
  #own(close) {
    this.#stop.signal.addEventListener("abort", close, { once: true });
  }

  /** @param {string} path @param {Lane} lane */
  #address(path, lane) {
    const url = new URL(this.#demo.webSocketUrl(path));
    const token = this.#tokens.get(lane);
    if (token) url.searchParams.set("tap", token);
    return url.href;
  }

  /** @param {(token: string) => Promise<void>} ask */
  async #each(ask) {
    const tokens = [...this.#tokens.values()];
    if (tokens.includes("")) throw new Error("Nobody watches these connections: Connect again.");
    await Promise.all(tokens.map(ask));
  }
}
