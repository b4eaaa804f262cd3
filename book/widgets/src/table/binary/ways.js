import { samePayload } from "../../payload.js";
import { until } from "../until.js";

/** @import { Crossing } from "../crossed.js" */
/** @import { Panel } from "../panel.js" */

/** Each byte that there is, once. */
export const BYTES = Uint8Array.from({ length: 256 }, (_, value) => value);

/** How long an answer may take. */
const ANSWER_MS = 10_000;

/**
 * What goes there and comes back. `packet`: the text that stands before the bytes, as the client made it.
 *
 * @typedef {{ label: string, open: (panel: Panel, label: string) => Promise<Send> }} Way
 * @typedef {() => Promise<{ back: unknown, packet?: string }>} Send
 */

const ioWay = (/** @type {"websocket" | "polling"} */ transport, /** @type {object} */ value) =>
  /** @type {Way["open"]} */ ((panel, label) => openSocketIo(panel, label, transport, value));

/** @type {Way[]} */
export const WAYS = [
  { label: "WebSocket", open: openRaw(BYTES, (data) => data) },
  { label: "WebSocket, JSON", open: openRaw(JSON.stringify({ photo: BYTES }), bytesOf) },
  { label: "Socket.IO over WebSocket", open: ioWay("websocket", BYTES) },
  { label: "Socket.IO, in an object", open: ioWay("websocket", { photo: BYTES }) },
  { label: "Socket.IO over polling", open: ioWay("polling", BYTES) },
];

/** What is in the object, when it is an object. @param {any} data */
function bytesOf(data) {
  return (typeof data === "string" ? JSON.parse(data) : data)?.photo ?? data;
}

/**
 * @param {string | Uint8Array<ArrayBuffer>} message
 * @param {(data: unknown) => unknown} read
 * @returns {Way["open"]}
 */
function openRaw(message, read) {
  return async (panel, label) => {
    const socket = await panel.websocket("/ws/echo", label);
    socket.binaryType = "arraybuffer";
    await panel.opened(socket);
    return () =>
      until(panel.signal, "the echo", (came) => {
        socket.onmessage = ({ data }) => came({ back: read(data) });
        socket.send(message);
      });
  };
}

/**
 * @param {Panel} panel @param {string} label
 * @param {"websocket" | "polling"} transport
 * @param {object} value
 * @returns {Promise<Send>}
 */
async function openSocketIo(panel, label, transport, value) {
  const socket = await panel.socketIo("/echo", label, { transports: [transport] });
  await panel.connected(socket);
  return async () => {
    let packet = "";
    socket.io.engine.on("packetCreate", ({ data }) => {
      if (typeof data === "string") packet = data;
    });
    const back = await socket.timeout(ANSWER_MS).emitWithAck("message-with-ack", value);
    return { back: bytesOf(back), packet: `4${packet}` };
  };
}

/** @typedef {{ up: number, down: number, framesUp: number, framesDown: number, requests: number }} Cost */

/**
 * Sends it once, and waits until all of it has crossed.
 *
 * @param {Panel} panel @param {Way} way
 */
export async function sendThere(panel, { label, open }) {
  const send = await open(panel, label);
  // Whatever the server says of its own accord when a client comes has crossed before the first answer.
  await send();
  // A poll waits at the server when nothing else is under way; a WebSocket is one exchange that goes on.
  const isQuiet = (/** @type {Crossing} */ { open }) => open === 1;
  await panel.settled(label, isQuiet);
  const before = panel.counts(label);
  const { back, packet } = await send();
  await panel.settled(label, isQuiet);
  return { same: isSame(back), packet, cost: costOf(before, panel.counts(label)) };
}

/** @param {unknown} back */
export function isSame(back) {
  const isBinary = back instanceof ArrayBuffer || back instanceof Uint8Array;
  return isBinary && samePayload(back, BYTES);
}

/** @param {Crossing} before @param {Crossing} after @returns {Cost} */
export function costOf(before, after) {
  return {
    up: after.up.bytes - before.up.bytes,
    down: after.down.bytes - before.down.bytes,
    framesUp: after.up.frames - before.up.frames,
    framesDown: after.down.frames - before.down.frames,
    requests: after.requests - before.requests,
  };
}
