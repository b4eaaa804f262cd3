import { officialClient, openSocketIo } from "../socketio/client.js";
import { byteLength } from "./lane.js";

/** @import { Lane } from "./lane.js" */
/** @import { Tick } from "./lane-record.js" */

/** What a Socket.IO packet has before the JSON of a tick; behind it is one bracket. */
const BEFORE_TICK = '2/ticker,["tick",';

/**
 * Socket.IO with one transport: a session, then an event for each tick, then the event `end`, and the
 * server disconnects. A lane that breaks is not repaired, like the other lanes.
 *
 * @param {Lane} lane
 * @param {{ race: string, token: string, transport: "polling" | "websocket" }} how
 * @returns {Promise<void>}
 */
export async function readBySocketIo(lane, { race, token, transport }) {
  const { record, signal } = lane;
  const transports = transport === "polling" ? [await countingPolling(lane)] : ["websocket"];
  const socket = await openSocketIo("/ticker", token, {
    transports,
    auth: { race, after: record.newest },
    reconnection: false,
    autoConnect: false,
  });
  return new Promise((resolve, reject) => {
    const fail = (/** @type {unknown} */ reason) => {
      reject(reason);
      socket.disconnect();
    };
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    if (signal.aborted) return fail(signal.reason);
    socket.on("tick", (/** @type {Tick} */ tick) => {
      const arrival = performance.now();
      try {
        record.add(tick, arrival);
      } catch (error) {
        fail(error);
      }
      lane.changed();
    });
    socket.on("end", () => (record.ended = true));
    socket.on("connect_error", fail);
    socket.on("disconnect", (reason) => {
      if (record.ended && record.newest === record.count) resolve();
      else reject(new Error(`Socket.IO disconnected before the last tick: ${reason}.`));
    });
    if (transport === "websocket") record.requests += 1;
    lane.changed();
    socket.connect();
    // An event brings no JSON, but what was made of it.
    socket.io.engine.on("packet", ({ data }) => {
      const text = String(data ?? "");
      if (text.startsWith(BEFORE_TICK)) record.bytes += byteLength(text) - BEFORE_TICK.length - 1;
    });
  });
}

/** The client's own polling, which tells the lane of each request. @param {Lane} lane */
async function countingPolling({ record, changed }) {
  const { XHR } = await officialClient();
  return class extends XHR {
    /** @param {Record<string, any>} [options] */
    request(options) {
      record.requests += 1;
      changed();
      return super.request(options);
    }
  };
}
