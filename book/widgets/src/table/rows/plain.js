import { h } from "../../dom.js";
import { OutcomeTable } from "../outcome-table.js";
import { atSocketIo, atSocketIoByHand, atTheWrongPath } from "../plain/by-websocket.js";
import { atPlainServer } from "../plain/by-socket-io.js";

/** @import { Panel } from "../panel.js" */

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "plain",
  feature: "Talking to a plain WebSocket",
  source: null,
  question: "Why can't my WebSocket client talk to Socket.IO?",

  build(panel) {
    const table = new OutcomeTable("Wrong pairs, and one that learned the language", [
      "Who goes where",
      "The page was told",
      "The bytes that say why",
    ]);
    return h(
      "div",
      { class: "table-experiment" },
      panel.runButton("Try the wrong pairs", () => run(panel, table)),
      table.element,
      h(
        "p",
        { class: "bench-hint" },
        "Both are WebSocket, frame by frame. What is in the frames differs: Socket.IO puts a packet into each, which " +
          "begins with a digit. Spoken by hand, it is a Socket.IO client, until the server asks 2 and gets no 3. " +
          "“by hand” appears in the chat of everybody who is connected.",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function run(panel, table) {
  table.clear();
  const path = await atTheWrongPath(panel);
  table.set("WebSocket to /socket.io/", path.told, path.why);
  const greeting = await atSocketIo(panel);
  table.set("… with ?EIO=4&transport=websocket", greeting.told, greeting.why);
  const byHand = await atSocketIoByHand(panel);
  table.set("… speaking its packets by hand", byHand.told, byHand.why);
  const words = await atPlainServer(panel, "/ws/hello");
  table.set("Socket.IO to /ws/hello, which greets", words.told, words.why);
  const silence = await atPlainServer(panel, "/ws/echo");
  table.set("Socket.IO to /ws/echo, which waits", silence.told, silence.why);
  panel.result({
    websocket: `opens, “hello” is answered by close ${greeting.code}; by hand: ${byHand.result}`,
    socketIo: `connect_error: “${words.error}” where greeted, “${silence.error}” in silence`,
  });
}
