import { startRace } from "../../race/race-client.js";
import { until } from "../until.js";
import { RETURN_MS } from "./lane.js";
import { TickPassage } from "./ticks.js";

/** @import { Panel } from "../panel.js" */
/** @import { Lane } from "./lane.js" */

/**
 * The ticks of a race. The server keeps them, and the page says in its auth which one it has: at each connect.
 *
 * @param {Panel} panel @param {string} name
 * @param {number} last
 * @param {number} per_second
 * @returns {Promise<Lane>}
 */
export async function tickerLane(panel, name, last, per_second) {
  const { signal } = panel;
  const passage = new TickPassage(last);
  const settings = { rate: per_second, count: last, size: 0 };
  const { id } = await startRace(panel.url("/race"), settings, signal);
  let newest = 0;
  const socket = await panel.socketIo("/ticker", name, {
    transports: ["websocket"],
    auth: (give) => give({ race: id, after: newest }),
  });
  socket.on("tick", (tick) => {
    newest = tick.seq;
    passage.take(tick);
  });
  const ended = until(
    signal,
    "the end of the race",
    (/** @type {(value: unknown) => void} */ came) => socket.once("end", () => came(undefined)),
    2 * RETURN_MS,
  );
  await panel.connected(socket);
  socket.io.on("open", () => passage.backs.push(performance.now()));
  return { name, label: name, passage, send: () => {}, over: () => ended };
}
