import { h } from "../../dom.js";
import { rawBeat } from "../heartbeat/raw-beat.js";
import { socketIoBeat } from "../heartbeat/socket-io-beat.js";
import { OutcomeTable } from "../outcome-table.js";

/** @import { Panel } from "../panel.js" */

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "heartbeat",
  feature: "Heartbeat",
  source: null,
  question: "Who notices that the line is silent?",

  build(panel) {
    const table = new OutcomeTable("One heartbeat each", ["What", "WebSocket", "Socket.IO"]);
    return h(
      "div",
      { class: "table-experiment" },
      h(
        "p",
        {},
        "WebSocket has Ping and Pong frames; a page can neither send nor see them. With Socket.IO the server sends a " +
          "packet 2 and the client answers 3: for the WebSocket below they are text messages.",
      ),
      panel.runButton("Wait for a heartbeat on each side", () => run(panel, table)),
      table.element,
      h(
        "p",
        { class: "bench-hint" },
        "Lines that go silent are a matter for the lesson on bad networks. Socket.IO's client knows from the handshake how " +
          "long to wait. A page with a bare WebSocket would send something of its own, and expect an answer in time.",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function run(panel, table) {
  table.clear();
  const raw = await rawBeat(panel);
  table.set("The page saw", raw.saw, "…");
  const io = await socketIoBeat(panel);
  table.set("The page saw", raw.saw, io.saw);
  table.set("Crossed the line", raw.crossed, io.crossed);
  table.set("How often", "when the server's code says so", io.interval);
  table.set("Silence is noticed", "by no event for the page", `by the client, ${io.limit}`);
  panel.result({ websocket: raw.result, socketIo: io.result });
}
