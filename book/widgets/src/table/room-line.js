import { parseRoomEvent } from "../room.js";
import { until } from "./until.js";

/** A WebSocket in a room of `/ws/broadcast/`, whose server repeats to all, the speaker too. */

/** What somebody said; null: something else. @param {unknown} data of a message */
export function textOf(data) {
  const event = typeof data === "string" ? parseRoomEvent(data) : null;
  return event?.type === "message" ? event.text : null;
}

/** Calls back with whatever is said. @param {WebSocket} socket @param {(text: string) => void} take */
export function onSaid(socket, take) {
  socket.addEventListener("message", ({ data }) => {
    const text = textOf(data);
    if (text !== null) take(text);
  });
}

/**
 * Waits until a WebSocket is a member: it opens a moment before, and hears nothing until then. Call it at once.
 *
 * @param {AbortSignal} signal @param {WebSocket} socket
 */
export function entered(signal, socket) {
  return until(signal, "the welcome in a room", (came) =>
    socket.addEventListener("message", ({ data }) => {
      if (parseRoomEvent(data)?.type === "welcome") came(undefined);
    }),
  );
}

/**
 * Opens a WebSocket, and waits until it is a member.
 *
 * @param {import("./panel.js").Panel} panel @param {string} path @param {string} label
 */
export async function enter(panel, path, label) {
  const socket = await panel.websocket(path, label);
  await entered(panel.signal, socket);
  return socket;
}

/**
 * Waits until a text is heard.
 *
 * @param {AbortSignal} signal @param {WebSocket} socket @param {string} text
 */
export function hears(signal, socket, text) {
  return until(signal, `“${text}” to be heard`, (heard) =>
    onSaid(socket, (said) => said === text && heard(undefined)),
  );
}

/**
 * Says a text. A room keeps the order: who hears the own words has heard all that was said before.
 *
 * @param {AbortSignal} signal @param {WebSocket} socket @param {string} text
 */
export async function say(signal, socket, text) {
  const heard = hears(signal, socket, text);
  socket.send(text);
  await heard;
}
