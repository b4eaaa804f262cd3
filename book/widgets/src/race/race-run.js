import { LaneRecord, baselineOf } from "./lane-record.js";
import { LANES } from "./lanes.js";
import { readByLongPolling, readByShortPolling } from "./polling.js";
import { changeRace, startRace } from "./race-client.js";
import { readBySocketIo } from "./socketio.js";
import { SseReader } from "./sse.js";
import { readByWebSocket } from "./websocket.js";

/** @import { LaneName } from "./lanes.js" */
/** @import { Lane } from "./lane.js" */
/** @import { RaceState } from "./race-client.js" */
/** @import { RaceWire } from "./race-wire.js" */

/**
 * @typedef {object} RaceOptions
 * @property {string} base the address of all races
 * @property {RaceWire} wire
 * @property {LaneName[]} lanes
 * @property {{ rate: number, count: number, size: number }} settings
 * @property {() => number} interval of short polling, in ms
 * @property {() => void} changed something was asked or received
 * @property {(from: "client" | "server", text: string) => void} tell what the event stream's
 *   connections say
 * @property {AbortSignal} signal closes every connection of the race
 */

/**
 * One race from its POST to the last lane's end: a feed at the server and a reader for each lane.
 *
 * A browser keeps about six HTTP/1.1 connections to one host. Short polling, long polling, SSE and
 * Socket.IO's polling take one each, and its POST or our PATCH a fifth; WebSockets do not count.
 */
export class RaceRun {
  #options;
  /** @type {SseReader | null} */
  #sse = null;

  /** @param {RaceOptions} options @param {RaceState} state */
  constructor(options, state) {
    this.#options = options;
    this.state = state;
    /** @type {Map<LaneName, LaneRecord>} */
    this.records = new Map(
      options.lanes.map((name) => [name, new LaneRecord(LANES[name].title, state.count)]),
    );
  }

  /** @param {RaceOptions} options */
  static async start(options) {
    const { base, wire, settings, signal } = options;
    return new RaceRun(options, await startRace(wire.address(base), settings, signal));
  }

  /**
   * Reads all lanes to their end, and to the last byte that the tap counts.
   *
   * @param {(name: LaneName, error: unknown) => void} failed a lane broke; the others go on
   */
  async read(failed) {
    const lanes = [...this.records].map(async ([name, record]) => {
      try {
        await this.#readLane(name, record);
      } catch (error) {
        if (!this.#options.signal.aborted) failed(name, error);
      }
    });
    await Promise.all(lanes);
    const { wire, signal } = this.#options;
    if (!signal.aborted) await wire.settled(this.records, signal);
  }

  /** @param {LaneName} name @param {LaneRecord} record */
  #readLane(name, record) {
    const { wire, interval, changed, tell, signal } = this.#options;
    const url = (/** @type {string} */ path) => wire.address(`${this.#address}/${path}`, name);
    /** @type {Lane} */
    const lane = { url, record, changed, signal };
    switch (name) {
      case "poll":
        return readByShortPolling(lane, interval);
      case "long-poll":
        return readByLongPolling(lane);
      case "sse":
        this.#sse = new SseReader(lane, tell);
        return this.#sse.read();
      case "ws":
        return readByWebSocket(lane);
      case "io-poll":
      case "io-ws":
        return readBySocketIo(lane, {
          race: this.state.id,
          token: wire.token(name),
          transport: name === "io-ws" ? "websocket" : "polling",
        });
    }
  }

  /** The reader whose connection can be cut; null when the race has no such lane. */
  get sse() {
    return this.#sse;
  }

  /** @param {{ paused?: boolean, rate?: number, size?: number }} change */
  async change(change) {
    const { wire, signal } = this.#options;
    this.state = await changeRace(wire.address(this.#address), change, signal);
  }

  get #address() {
    return `${this.#options.base}/${this.state.id}`;
  }

  /** The newest tick that any lane has. */
  get newest() {
    return Math.max(...Array.from(this.records.values(), (record) => record.newest));
  }

  get baseline() {
    return baselineOf(this.records.values());
  }

  /** Why the wire does not tell a lane's bytes; empty when it tells them all. */
  get uncounted() {
    return this.#options.wire.problem;
  }

  summaries() {
    const { wire } = this.#options;
    return Array.from(this.records, ([name, record]) =>
      record.summary(this.baseline, wire.bytesOf(name)),
    );
  }
}
