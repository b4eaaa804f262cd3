import { describeClose } from "../../close-code.js";
import { withTap } from "../../wire/tap.js";
import { timed, until } from "../until.js";
import { duration } from "../words.js";

/** @import { Socket } from "socket.io-client" */
/** @import { Options } from "../../socketio/client.js" */
/** @import { Panel } from "../panel.js" */

/** @typedef {{ saw: string, transport: string, result: string }} Outcome what the page saw, at length and in short, and what carries messages in the end */

/** No transport. */
const NONE = "none";

/** How long an answer may take. */
const ANSWER_MS = 5_000;

/**
 * A WebSocket whose `Upgrade` is taken away on the way.
 *
 * @param {Panel} panel @param {string} label
 * @returns {Promise<Outcome>}
 */
export async function rawBlocked(panel, label) {
  const token = await panel.watch(label);
  await panel.faults.stripUpgrade(token);
  const socket = new WebSocket(withTap(panel.url("/ws/echo"), token).replace(/^http/, "ws"));
  panel.own(() => socket.close());
  /** @type {string[]} */
  const seen = [];
  socket.onopen = () => seen.push("“open”");
  socket.onerror = () => seen.push("“error” without a word why");
  /** @type {CloseEvent} */
  const closed = await until(panel.signal, "the WebSocket to fail", (came) => {
    socket.onclose = came;
  });
  await panel.settled(label, () => !!panel.exchanges(label)[0]?.answer);
  const answer = panel.exchanges(label)[0]?.answer;
  const saw = [...seen, describeClose(closed)].join("; ");
  return {
    saw: `${saw}. Not told: the server's ${answer}`,
    transport: NONE,
    result: `fails: close ${closed.code}, for a ${answer}`,
  };
}

/**
 * The official client on the same way: it connects and gets an answer, or fails.
 *
 * @param {Panel} panel @param {string} label @param {Options} options
 * @returns {Promise<Outcome>}
 */
export async function socketIoBlocked(panel, label, options) {
  const socket = await panel.socketIo("/echo", label, {
    ...options,
    autoConnect: false,
    reconnection: false,
  });
  await panel.faults.stripUpgrade(panel.token(label));
  socket.connect();
  const failed = await failure(panel, socket, options.transports === undefined);
  if (failed) return outcome(`“connect_error”: ${failed.message}`, NONE);
  await panel.connected(socket);
  const asked = socket.timeout(ANSWER_MS).emitWithAck("message-with-ack", "hi");
  const { ms } = await timed(asked);
  return outcome(`connected, answer in ${duration(ms)}`, transportOf(socket));
}

/** @param {string} saw @param {string} transport */
function outcome(saw, transport) {
  return { saw, transport, result: `${saw}, over ${transport}` };
}

/** @param {Socket} socket */
export function transportOf(socket) {
  return socket.io.engine.transport.name;
}

/**
 * Why the client could not connect; null when it could.
 *
 * @param {Panel} panel @param {Socket} socket
 * @param {boolean} probes whether it tries WebSocket afterwards: then this is waited for, too
 * @returns {Promise<Error | null>}
 */
function failure(panel, socket, probes) {
  return until(panel.signal, "Socket.IO to connect or to fail", (came) => {
    const connected = () => came(null);
    socket.once("connect_error", came);
    if (!probes) socket.once("connect", connected);
    else socket.io.engine.once("upgrade", connected).once("upgradeError", connected);
  });
}
