import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */

/** What the page was told, and the bytes that say why. @typedef {{ told: string, why: string }} Outcome */

const SOCKET_IO = "/socket.io/?EIO=4&transport=websocket";
const BY_HAND = '42["chat message","by hand"]';

/** @param {Panel} panel @returns {Promise<Outcome>} */
export async function atTheWrongPath(panel) {
  const label = "WebSocket to /socket.io/";
  const socket = await panel.websocket("/socket.io/", label);
  const closed = await closeOf(panel, socket);
  await panel.settled(label, () => !!panel.exchanges(label)[0]?.body);
  const { answer = "", body = "" } = panel.exchanges(label)[0] ?? {};
  return { told: `Nothing but: ${closeWords(closed)}`, why: `${answer}: ${body}` };
}

/** A friendly hello in the wrong language. @param {Panel} panel @returns {Promise<Outcome & { code: number }>} */
export async function atSocketIo(panel) {
  const socket = await panel.websocket(SOCKET_IO, "WebSocket to Socket.IO");
  const first = nextMessage(panel, socket);
  await panel.opened(socket);
  const open = await first;
  const closing = closeOf(panel, socket);
  socket.send("hello");
  const closed = await closing;
  return {
    code: closed.code,
    told: `It opened, then: ${closeWords(closed)}`,
    why: `← ${withoutId(open)}, → hello, and the server hung up`,
  };
}

/** The same, in the right one. @param {Panel} panel @returns {Promise<Outcome & { result: string }>} */
export async function atSocketIoByHand(panel) {
  const socket = await panel.websocket(SOCKET_IO, "WebSocket, by hand");
  const lines = [`← ${withoutId(await nextMessage(panel, socket))}`];
  for (const packet of ["40", BY_HAND]) {
    const answer = nextMessage(panel, socket, (text) => text.startsWith(packet.slice(0, 2)));
    socket.send(packet);
    lines.push(`→ ${packet}`, `← ${withoutId(await answer)}`);
  }
  const came = lines.at(-1) === `← ${BY_HAND}`;
  const result = came ? "works" : "something else came";
  return {
    told: came ? "It works: the chat repeats it to all" : result,
    why: lines.join(", "),
    result,
  };
}

/**
 * @param {Panel} panel @param {WebSocket} socket
 * @param {(text: string) => boolean} [fits] a heartbeat may come first
 * @returns {Promise<string>}
 */
function nextMessage(panel, socket, fits = () => true) {
  return until(panel.signal, "a packet from the server", (came) => {
    socket.onmessage = ({ data }) => fits(data) && came(data);
  });
}

/** @param {Panel} panel @param {WebSocket} socket @returns {Promise<CloseEvent>} */
function closeOf(panel, socket) {
  return until(panel.signal, "the WebSocket to close", (came) => (socket.onclose = came));
}

/** @param {CloseEvent} event */
function closeWords({ code, reason, wasClean }) {
  return `close ${code}, ${reason ? `“${reason}”` : "no reason"}, wasClean ${wasClean}`;
}

/** What an open packet or a CONNECT says is long, and its session id is a secret. @param {string} packet */
function withoutId(packet) {
  return packet.replace(/\{"sid":.*\}$/, '{"sid": …}');
}
