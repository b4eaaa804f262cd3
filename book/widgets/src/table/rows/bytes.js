import { h } from "../../dom.js";
import { checkedField } from "../../view/field.js";
import { Bars } from "../bars.js";
import { bytes } from "../figures.js";
import { LANES, openLane, sendOne } from "../lanes.js";
import { readSizes } from "../sizes.js";

/** @import { Bar } from "../bars.js" */
/** @import { Panel } from "../panel.js" */

/** Ways to connect, and the options of the client. The namespace says nothing by itself. */
const WAYS = /** @type {const} */ ({
  "Socket.IO over WebSocket": { transports: ["websocket"] },
  "Socket.IO over polling": { transports: ["polling"] },
  "Socket.IO, polling first": {},
});

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "bytes",
  feature: "Bytes on the wire",
  source: null,
  question: "What is packed around a text, and what does it cost to connect?",
  build(panel) {
    const sizes = checkedField(
      "Bytes of text",
      h("input", {
        type: "text",
        inputmode: "numeric",
        autocomplete: "off",
        value: "5, 100, 1000",
      }),
    );
    const connect = new Bars();
    const messages = h("div", { class: "table-figures" });
    const begin = async () => {
      const read = readSizes(sizes.control.value);
      sizes.say(typeof read === "string" ? read : "");
      if (typeof read === "string") throw new Error("Nothing was sent: see the sizes.");
      messages.replaceChildren();
      connect.clear();
      await run(panel, read, connect, messages);
    };
    return h(
      "div",
      {},
      h("div", { class: "bench-row" }, sizes.element, panel.runButton("Measure", begin)),
      connect.element,
      messages,
      h(
        "p",
        { class: "bench-note" },
        "Bytes are all that crossed TCP for one text and its answer, which has the same text. A text of " +
          "126 bytes or more needs a longer frame header. By default, Socket.IO connects by polling and " +
          "moves to WebSocket after that.",
      ),
    );
  },
};

/** @param {Panel} panel @param {number[]} sizes @param {Bars} connect @param {HTMLElement} messages */
async function run(panel, sizes, connect, messages) {
  panel.say("Connecting in four ways …");
  const costs = await connectEach(panel);
  connect.show("To connect", costs);
  const lanes = Object.values(LANES);
  const sends = [];
  for (const lane of lanes) sends.push(await openLane(panel, lane));
  const totals = [];
  for (const size of sizes) {
    panel.say(`Sending ${bytes(size)} on each …`);
    const bars = [];
    for (const [index, lane] of lanes.entries()) {
      const send = sends[index];
      if (send) bars.push(await bar(panel, lane, send, size));
    }
    const view = new Bars();
    view.show(`One text of ${bytes(size)}, there and back`, bars);
    messages.append(view.element);
    totals.push(bars.map(({ up, down }) => up + down));
  }
  panel.say("");
  const [websocket = 0, overWebSocket = 0, overPolling = 0] = totals[0] ?? [];
  panel.result({
    websocket: `${bytes(websocket)} for a text of ${sizes[0]}`,
    socketIo: `${bytes(overWebSocket)}; polling ${bytes(overPolling)}`,
  });
}

/**
 * @param {Panel} panel @param {import("../lanes.js").Lane} lane @param {import("../lanes.js").Send} send
 * @param {number} size
 * @returns {Promise<Bar>}
 */
async function bar(panel, lane, send, size) {
  const { up, down } = await sendOne(panel, lane, send, "x".repeat(size));
  const times = ((up + down) / (2 * size)).toLocaleString("en", { maximumSignificantDigits: 3 });
  return { label: lane.label, up, down, extra: `${times} × the text` };
}

/** @param {Panel} panel @returns {Promise<Bar[]>} */
async function connectEach(panel) {
  const label = "Connect: WebSocket";
  const socket = await panel.websocket("/ws/echo", label);
  await panel.opened(socket);
  await panel.settled(label, ({ requests }) => requests === 1);
  const bars = [barOf(panel, label)];
  socket.close();
  for (const [way, options] of Object.entries(WAYS))
    bars.push(await connectSocketIo(panel, way, options));
  return bars;
}

/** @param {Panel} panel @param {string} way @param {{ transports?: readonly string[] }} options */
async function connectSocketIo(panel, way, { transports }) {
  const label = `Connect: ${way}`;
  const options = { ...(transports && { transports: [...transports] }), autoConnect: false };
  const socket = await panel.socketIo("/", label, options);
  const upgraded = transports
    ? Promise.resolve()
    : new Promise((resolve) =>
        socket.io.once("open", () => socket.io.engine.once("upgrade", resolve)),
      );
  socket.connect();
  await panel.connected(socket);
  await upgraded;
  // A poll waits, or one WebSocket is left; nothing else goes on.
  await panel.settled(label, ({ open }) => open === 1);
  const bar = barOf(panel, label);
  socket.disconnect();
  return bar;
}

/** @param {Panel} panel @param {string} label @returns {Bar} */
function barOf(panel, label) {
  const { up, down, requests } = panel.counts(label);
  const extra = requests === 1 ? "1 request" : `${requests} requests`;
  return { label: label.replace("Connect: ", ""), up: up.bytes, down: down.bytes, extra };
}
