import { takeTick } from "./lane.js";

/** @import { Lane } from "./lane.js" */

/**
 * WebSocket: one handshake, then a message for each tick, then close 1000.
 * @param {Lane} lane
 * @returns {Promise<void>}
 */
export function readByWebSocket(lane) {
  const { record, signal } = lane;
  record.requests += 1;
  lane.changed();
  const socket = new WebSocket(lane.url(`ws?after=${record.newest}`).replace(/^http/, "ws"));
  return new Promise((resolve, reject) => {
    const fail = (/** @type {unknown} */ reason) => {
      socket.close();
      reject(reason);
    };
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    socket.addEventListener("message", ({ data }) => {
      if (signal.aborted) return;
      try {
        takeTick(lane, data);
      } catch (error) {
        fail(error);
      }
    });
    socket.addEventListener("close", ({ code, reason }) => {
      record.ended = code === 1000 && record.newest === record.count;
      if (record.ended) resolve();
      else reject(new Error(`The WebSocket was closed with ${code}${reason && `: ${reason}`}`));
    });
  });
}
