import { ask } from "../ask.js";
import { roomTag } from "../room-name.js";
import { until } from "../until.js";
import { CUT_S, RETURN_MS, SAID_MEANWHILE, SENT, countOf, texts } from "./plan.js";

/** @import { Panel } from "../panel.js" */
/** @import { Socket } from "socket.io-client" */

const OPTIONS = { transports: ["websocket"] };

/**
 * Ada's line is cut while she and Bo go on speaking in a room.
 *
 * @param {Panel} panel
 */
export async function socketIoOffline(panel) {
  const room = `offline-${roomTag()}`;
  const ada = await panel.socketIo("/rooms", "Ada, Socket.IO", OPTIONS);
  const bo = await panel.socketIo("/rooms", "Bo, Socket.IO", OPTIONS);
  await Promise.all([panel.connected(ada), panel.connected(bo)]);
  await Promise.all([ask(ada, "join", room), ask(bo, "join", room)]);
  const [byAda, byBo] = [heard(bo), heard(ada)];

  const gone = until(panel.signal, "Ada to notice the cut", (came) => ada.once("disconnect", came));
  await panel.faults.cut(panel.token("Ada, Socket.IO"), CUT_S);
  await gone;
  const cutAt = performance.now();
  const back = until(
    panel.signal,
    "Ada to be back",
    (came) => ada.once("connect", () => came(undefined)),
    RETURN_MS,
  );
  const failedOnce = until(panel.signal, "an attempt to come back", (came) => {
    ada.io.once("reconnect_error", came);
  });
  const sent = sendOffline(ada, room);
  const atOnce = sendVolatile(ada, room, "volatile at once");
  const meanwhile = texts(SAID_MEANWHILE, "meanwhile");
  for (const text of meanwhile) await ask(bo, "to-room", room, text);
  panel.say(`The line is cut. Ada's client keeps ${sent.kept} events and tries to come back.`);
  await failedOnce;
  const later = sendVolatile(ada, room, "volatile later");
  await back;
  const backAt = performance.now();
  // Answers come in order: after them all has arrived that will.
  await ask(ada, "list");
  await ask(bo, "list");
  const first = byAda.at.get(sent.buffered[0] ?? "");
  return {
    arrived: countOf(sent.buffered, byAda.texts),
    late_ms: first === undefined ? null : first - sent.at,
    kept: sent.kept,
    volatileAtOnce: countOf(atOnce, byAda.texts),
    volatileLater: countOf(later, byAda.texts),
    meanwhile: countOf(meanwhile, byBo.texts),
    away_ms: backAt - cutAt,
  };
}

/** What a member hears in its room, and when first. @param {Socket} socket */
function heard(socket) {
  /** @type {Map<string, number>} */
  const at = new Map();
  socket.on("said", ({ message }) => at.has(message) || at.set(message, performance.now()));
  return {
    at,
    get texts() {
      return [...at.keys()];
    },
  };
}

/** @param {Socket} ada @param {string} room */
function sendOffline(ada, room) {
  const at = performance.now();
  const buffered = texts(SENT, "buffered");
  // The server forgets rooms with the session, and the buffer goes out before the event "connect": so joining waits
  // in the buffer too, first.
  ada.emit("join", room);
  for (const text of buffered) ada.emit("to-room", room, text);
  return { at, buffered, kept: ada.sendBuffer.length };
}

/** @param {Socket} ada @param {string} room @param {string} kind */
function sendVolatile(ada, room, kind) {
  const sent = texts(SENT, kind);
  for (const text of sent) ada.volatile.emit("to-room", room, text);
  return sent;
}
