/**
 * Three ways for one message to go there and back, and what each of them costs on the wire.
 *
 * @import { Crossing } from "./crossed.js"
 * @import { Panel } from "./panel.js"
 * @typedef {(text: string) => Promise<unknown>} Send fulfilled with the answer
 * @typedef {{ label: string, open: (panel: Panel) => Promise<Send>,
 *   isWhole: (before: Crossing, now: Crossing) => boolean }} Lane `isWhole`: all that one message takes has
 *   crossed
 */

/** One frame there, one back. @param {Crossing} before @param {Crossing} now */
const twoFrames = (before, now) =>
  now.up.frames > before.up.frames && now.down.frames > before.down.frames;

/**
 * A POST with the message and its response; the response to the GET that waited; and the next GET, which
 * waits again.
 *
 * @param {Crossing} before @param {Crossing} now
 */
const twoRequests = (before, now) => now.requests >= before.requests + 2 && now.open === 1;

/** @type {Record<"websocket" | "ioWebsocket" | "ioPolling", Lane>} */
export const LANES = {
  websocket: { label: "WebSocket", open: openWebSocket, isWhole: twoFrames },
  ioWebsocket: {
    label: "Socket.IO over WebSocket",
    open: (panel) => openSocketIo(panel, LANES.ioWebsocket.label, "websocket"),
    isWhole: twoFrames,
  },
  ioPolling: {
    label: "Socket.IO over polling",
    open: (panel) => openSocketIo(panel, LANES.ioPolling.label, "polling"),
    isWhole: twoRequests,
  },
};

/** @param {Panel} panel @returns {Promise<Send>} */
async function openWebSocket(panel) {
  const socket = await panel.websocket("/ws/echo", LANES.websocket.label);
  await panel.opened(socket);
  return (text) =>
    new Promise((resolve, reject) => {
      socket.onmessage = resolve;
      socket.onclose = ({ code }) => reject(new Error(`The WebSocket closed with ${code}.`));
      socket.send(text);
    });
}

/** @param {Panel} panel @param {string} label @param {"websocket" | "polling"} transport @returns {Promise<Send>} */
async function openSocketIo(panel, label, transport) {
  const socket = await panel.socketIo("/echo", label, { transports: [transport] });
  await panel.connected(socket);
  return (text) => socket.timeout(ANSWER_MS).emitWithAck("message-with-ack", text);
}

/** How long an answer may take. */
const ANSWER_MS = 10_000;

/**
 * @typedef {{ ms: number, up: number, down: number }} Cost
 *
 * Sends one message and waits until all of it has crossed, there and back.
 *
 * @param {Panel} panel @param {Lane} lane @param {Send} send @param {string} text
 * @returns {Promise<Cost>}
 */
export async function sendOne(panel, lane, send, text) {
  await panel.settled(lane.label);
  const before = panel.counts(lane.label);
  const start = performance.now();
  await send(text);
  const ms = performance.now() - start;
  await panel.settled(lane.label, (now) => lane.isWhole(before, now));
  const now = panel.counts(lane.label);
  return {
    ms,
    up: now.up.bytes - before.up.bytes,
    down: now.down.bytes - before.down.bytes,
  };
}

/**
 * Opens a lane and sends a first message, which is not counted: whatever the server says of its own accord
 * when a client comes has crossed before its answer.
 *
 * @param {Panel} panel @param {Lane} lane
 */
export async function openLane(panel, lane) {
  const send = await lane.open(panel);
  await panel.settled(lane.label);
  await sendOne(panel, lane, send, "first");
  return send;
}
