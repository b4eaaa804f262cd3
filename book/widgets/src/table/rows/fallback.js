import { h } from "../../dom.js";
import { Transcript } from "../../transcript.js";
import { Log } from "../../view/log.js";
import { rawBlocked, socketIoBlocked, transportOf } from "../fallback/attempts.js";
import { follow } from "../fallback/trail.js";
import { OutcomeTable } from "../outcome-table.js";
import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */

const BOTH = ["websocket", "polling"];

/** How to connect with the official client. @type {[words: string, options: import("../../socketio/client.js").Options][]} */
const CLIENTS = [
  ["io(url), as it comes", {}],
  ['transports: ["websocket"]', { transports: ["websocket"] }],
  ['transports: ["websocket", "polling"]', { transports: BOTH }],
  ["the same, tryAllTransports: true", { transports: BOTH, tryAllTransports: true }],
];

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "fallback",
  feature: "Fallback (polling)",
  source: { websocket: "❌", socketIo: "✅" },
  question: "What still works where WebSocket is blocked?",

  build(panel) {
    const table = new OutcomeTable("Each request of these clients loses its Upgrade", [
      "Client",
      "The page saw",
      "Transport",
    ]);
    const log = new Log("The events of the client, with nothing blocked", "Press “Block nothing”.");
    return h(
      "div",
      { class: "table-experiment" },
      h(
        "p",
        {},
        "The playground does to your own connections what a strict proxy does: it takes away the header Upgrade.",
      ),
      panel.runButton("Block WebSocket for me", () => blocked(panel, table)),
      table.element,
      h(
        "p",
        {},
        "By default nothing falls back. Socket.IO begins with polling, and then moves up.",
      ),
      panel.runButton("Block nothing, watch the order", () => inOrder(panel, log)),
      log.element,
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function blocked(panel, table) {
  table.clear();
  const raw = await rawBlocked(panel, "WebSocket");
  table.set("new WebSocket(url)", raw.saw, raw.transport);
  /** @type {string[]} */
  const results = [];
  for (const [words, options] of CLIENTS) {
    const { saw, transport, result } = await socketIoBlocked(panel, `Socket.IO, ${words}`, options);
    table.set(words, saw, transport);
    results.push(result);
  }
  panel.result({ websocket: raw.result, socketIo: results[0] ?? "" });
}

/** @param {Panel} panel @param {Log} log */
async function inOrder(panel, log) {
  log.clear();
  const transcript = new Transcript();
  const socket = await panel.socketIo("/echo", "Socket.IO", { autoConnect: false });
  transcript.restart();
  socket.connect();
  follow(socket, (text) => log.add(transcript.add("note", text)));
  await until(panel.signal, "the upgrade", (came) => socket.io.engine.once("upgrade", came));
  panel.say(`It ended on ${transportOf(socket)}.`);
}
