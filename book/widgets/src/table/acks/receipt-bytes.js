import { crossedDuring } from "../crossed-during.js";
import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */

/**
 * A message and its receipt to the two echoes, which add nothing of their own.
 *
 * @param {Panel} panel
 * @returns {Promise<{ websocket: string, socketIo: string }>}
 */
export async function receiptBytes(panel) {
  return { websocket: words(await rawBytes(panel)), socketIo: words(await socketIoBytes(panel)) };
}

/** @param {Panel} panel */
async function rawBytes(panel) {
  const label = "Receipt, WebSocket";
  const socket = await panel.websocket("/ws/echo", label);
  await panel.opened(socket);
  return crossedDuring(panel, label, () =>
    until(panel.signal, "the echo", (came) => {
      socket.onmessage = () => came(undefined);
      socket.send(JSON.stringify({ number: 1, question: "hi" }));
    }),
  );
}

/** @param {Panel} panel */
async function socketIoBytes(panel) {
  const label = "Receipt, Socket.IO";
  const socket = await panel.socketIo("/echo", label, { transports: ["websocket"] });
  // The greeting of `/echo` would be counted too.
  await until(panel.signal, "the greeting of /echo", (came) => socket.once("auth", came));
  return crossedDuring(panel, label, () =>
    socket.timeout(5_000).emitWithAck("message-with-ack", "hi"),
  );
}

/** @param {{ up: number, down: number }} bytes */
function words({ up, down }) {
  return `${up} bytes up, ${down} down`;
}
