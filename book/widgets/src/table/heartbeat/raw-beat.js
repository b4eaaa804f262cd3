import { crossedDuring } from "../crossed-during.js";
import { until } from "../until.js";
import { duration, many } from "../words.js";

/** @import { Panel } from "../panel.js" */

/** What the page and the line show of one Ping of the server. */
export async function rawBeat(/** @type {Panel} */ panel) {
  const socket = await panel.websocket("/ws/control", "WebSocket");
  await panel.opened(socket);
  /** @type {string[]} */
  const messages = [];
  const { framesDown } = await crossedDuring(panel, "WebSocket", () =>
    until(panel.signal, "the server's report on its Ping", (came) => {
      socket.onmessage = ({ data }) => {
        messages.push(data);
        came(undefined);
      };
      // This server pings when it is asked to, and reports the Pong in a message of its own.
      socket.send(JSON.stringify({ type: "ping", payload: "hi" }));
    }),
  );
  const hidden = framesDown - messages.length;
  const { after_ms } = JSON.parse(messages[0] ?? "{}");
  return {
    saw: `${many(messages.length, "message")} of ${many(framesDown, "frame")} from the server`,
    crossed: `${many(hidden, "Ping")} unseen, answered by the browser in ${duration(after_ms)}`,
    result: `${many(hidden, "Ping")}, answered in ${duration(after_ms)}, unseen by the page`,
  };
}
