import { roomPath } from "../../room.js";
import { reconnecting } from "../reconnecting.js";
import { enter, entered, onSaid } from "../room-line.js";
import { roomTag } from "../room-name.js";
import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */
/** @import { Pair } from "./room-lane.js" */

/**
 * Two WebSockets to `/ws/broadcast/`. Ada's opens itself again, with the lines of the row on reconnection.
 *
 * @param {Panel} panel @param {string} label
 * @returns {Promise<Pair>}
 */
export async function rawPair(panel, label) {
  const { signal } = panel;
  const room = `delivery-${roomTag()}`;
  const bo = await enter(panel, roomPath(room, "Bo"), `${label}, the other end`);
  /** @type {WebSocket[]} */
  const sockets = [];
  /** @type {(text: string) => void} */
  let heard = () => {};
  /** @type {(at: number) => void} */
  let isBack = () => {};
  let attempt_at = 0;
  const address = await panel.webSocketAddress(roomPath(room, "Ada"), label);
  await until(
    signal,
    "the first WebSocket to open",
    (/** @type {(value: unknown) => void} */ came) => {
      const opened = (/** @type {WebSocket} */ socket) => {
        sockets.push(socket);
        onSaid(socket, (text) => heard(text));
        entered(signal, socket).then(sockets.length === 1 ? came : () => isBack(attempt_at));
      };
      const waits = (/** @type {number} */ ms) => (attempt_at = performance.now() + ms);
      reconnecting(address, { opened, waits }, signal);
    },
  );
  return {
    label,
    ada: {
      // A closed WebSocket takes it and says nothing.
      say: (n) => sockets.at(-1)?.send(String(n)),
      onHeard: (take) => (heard = (text) => take(Number(text))),
    },
    bo: {
      say: (n) => bo.send(String(n)),
      onHeard: (take) => onSaid(bo, (text) => take(Number(text))),
    },
    onBack: (tell) => (isBack = tell),
  };
}
