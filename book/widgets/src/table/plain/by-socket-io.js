import { timed, until } from "../until.js";
import { duration } from "../words.js";

/** @import { Panel } from "../panel.js" */

/** How long the client waits for a first packet: its default of 20 s is long for a demo. */
const TIMEOUT_MS = 2_000;

/**
 * The official client at a server that speaks no Engine.IO.
 *
 * @param {Panel} panel
 * @param {string} path of a plain WebSocket
 * @returns {Promise<import("./by-websocket.js").Outcome & { error: string }>}
 */
export async function atPlainServer(panel, path) {
  const label = `Socket.IO to ${path}`;
  const socket = await panel.socketIo("/", label, {
    path,
    transports: ["websocket"],
    addTrailingSlash: false,
    reconnection: false,
    timeout: TIMEOUT_MS,
  });
  const { value: error, ms } = await timed(
    until(panel.signal, "the client to give up", (/** @type {(error: Error) => void} */ came) =>
      socket.once("connect_error", came),
    ),
  );
  await panel.settled(label);
  const first = panel.exchanges(label)[0]?.body;
  return {
    error: error.message,
    told: `connect_error: “${error.message}”, after ${duration(ms)}`,
    why: first ? `← ${first}` : "nothing came: each waits for the other to begin",
  };
}
