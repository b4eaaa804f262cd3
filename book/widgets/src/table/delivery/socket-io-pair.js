import { roomTag } from "../room-name.js";

/** @import { Options, Socket } from "../../socketio/client.js" */
/** @import { Panel } from "../panel.js" */
/** @import { Member, Pair } from "./room-lane.js" */

/**
 * Two official clients in a room of `/rooms`, by WebSocket alone. They join by their auth, so that Ada is in the
 * room again before her client sends what it has kept.
 *
 * @param {Panel} panel @param {string} label
 * @param {Options} [options] of Ada's client
 * @returns {Promise<Pair>}
 */
export async function socketIoPair(panel, label, options) {
  const room = `delivery-${roomTag()}`;
  const both = { transports: ["websocket"], auth: { join: room } };
  const bo = await panel.socketIo("/rooms", `${label}, the other end`, both);
  const ada = await panel.socketIo("/rooms", label, { ...both, ...options });
  await Promise.all([panel.connected(bo), panel.connected(ada)]);
  let opened_at = 0;
  ada.io.on("open", () => (opened_at = performance.now()));
  return {
    label,
    ada: member(ada, room),
    bo: member(bo, room),
    onBack: (tell) => ada.on("connect", () => tell(opened_at)),
  };
}

/** @param {Socket} socket @param {string} room @returns {Member} */
function member(socket, room) {
  return {
    say: (n) => socket.emit("to-room", room, n),
    onHeard: (take) => socket.on("said", ({ message }) => take(message)),
  };
}
