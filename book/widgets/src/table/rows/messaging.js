import { h } from "../../dom.js";
import { Bars } from "../bars.js";
import { bytes, median, ms } from "../figures.js";
import { LANES, openLane, sendOne } from "../lanes.js";

/** @import { Lane } from "../lanes.js" */
/** @import { Panel } from "../panel.js" */

/** So often is the message sent: enough for a median, over in a moment, and one digit for each receipt's number. */
const TIMES = 9;

const TEXT = "hello";

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "messaging",
  feature: "Real-time messaging",
  source: { websocket: "✅", socketIo: "✅" },
  question: "How long does one message take there and back, and how many bytes is it?",
  build(panel) {
    const bars = new Bars();
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Send one message", () => run(panel, bars)),
      ),
      bars.element,
      h(
        "p",
        { class: "bench-note" },
        `“${TEXT}” goes to the server and comes back, ${TIMES} times on each way, one after the other; ` +
          "the figures are medians. Socket.IO’s message asks for a receipt, which is its answer. Bytes are " +
          "all that crossed TCP, heads and frames with it, for one message and its answer. Polling needs a " +
          "request for the message and one that waits for the answer.",
      ),
    );
  },
};

/** @param {Panel} panel @param {Bars} bars */
async function run(panel, bars) {
  bars.clear();
  const figures = {
    websocket: await measure(panel, LANES.websocket),
    ioWebsocket: await measure(panel, LANES.ioWebsocket),
    ioPolling: await measure(panel, LANES.ioPolling),
  };
  panel.say("");
  bars.show(
    `One “${TEXT}”, there and back`,
    Object.values(figures).map((figure) => ({ ...figure, extra: ms(figure.ms) })),
  );
  const { websocket, ioWebsocket, ioPolling } = figures;
  panel.result({
    websocket: words(websocket),
    socketIo: `${words(ioWebsocket)}; polling ${words(ioPolling)}`,
  });
}

/** @param {Panel} panel @param {Lane} lane */
async function measure(panel, lane) {
  panel.say(`Sending on ${lane.label} …`);
  const send = await openLane(panel, lane);
  const costs = [];
  for (let time = 0; time < TIMES; time += 1) costs.push(await sendOne(panel, lane, send, TEXT));
  return {
    label: lane.label,
    ms: median(costs.map((cost) => cost.ms)),
    up: median(costs.map((cost) => cost.up)),
    down: median(costs.map((cost) => cost.down)),
  };
}

/** @param {{ ms: number, up: number, down: number }} figures */
function words(figures) {
  return `${ms(figures.ms)}, ${bytes(figures.up + figures.down)}`;
}
