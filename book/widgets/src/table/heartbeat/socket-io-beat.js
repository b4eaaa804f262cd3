import { crossedDuring } from "../crossed-during.js";
import { until } from "../until.js";
import { duration } from "../words.js";

/** @import { Panel } from "../panel.js" */

/** How much later than announced a ping may be until nobody waits for it any more. */
const GRACE_MS = 10_000;

/** What the server announces of its heartbeat, and its next one, waited for. */
export async function socketIoBeat(/** @type {Panel} */ panel) {
  const label = "Socket.IO";
  const options = { transports: ["websocket"], autoConnect: false };
  const socket = await panel.socketIo("/echo", label, options);
  const greeted = until(panel.signal, "the greeting of /echo", (came) => socket.once("auth", came));
  socket.connect();
  /** @type {{ pingInterval: number, pingTimeout: number }} */
  const { pingInterval, pingTimeout } = await until(panel.signal, "the handshake", (came) =>
    socket.io.engine.once("handshake", came),
  );
  const begun = performance.now();
  await greeted;
  panel.say(`The handshake announces a ping every ${duration(pingInterval)}. Waiting for it.`);
  let after_ms = 0;
  const { up, down } = await crossedDuring(panel, label, () =>
    until(
      panel.signal,
      "the ping",
      (came) =>
        socket.io.once("ping", () => {
          after_ms = performance.now() - begun;
          came(undefined);
        }),
      pingInterval + GRACE_MS,
    ),
  );
  panel.say("");
  return {
    saw: `“ping” of its manager, ${duration(after_ms)} after the handshake`,
    crossed: `${down} bytes down, ${up} up`,
    interval: `every ${duration(pingInterval)}, says the handshake`,
    limit: `after ${duration(pingInterval + pingTimeout)} without a ping (${duration(pingInterval)} and ${duration(pingTimeout)})`,
    result: `“ping” after ${duration(after_ms)}; ${down} bytes down, ${up} up`,
  };
}
