import ioPageV0 from "../../../../listings/node/socketio-v0/public/index.html?text";
import ioServerV0 from "../../../../listings/node/socketio-v0/server.js?text";
import ioPageV1 from "../../../../listings/node/socketio-v1/public/index.html?text";
import ioServerV1 from "../../../../listings/node/socketio-v1/server.mjs?text";
import wsPageV0 from "../../../../listings/node/ws-chat-v0/client.html?text";
import wsServerV0 from "../../../../listings/node/ws-chat-v0/server.js?text";
import wsPageV1 from "../../../../listings/node/ws-chat-v1/client.html?text";
import wsServerV1 from "../../../../listings/node/ws-chat-v1/server.mjs?text";
import { h } from "../../dom.js";
import { downloadClient } from "../client-file.js";
import { RULE, countCode } from "../count-code.js";
import { bytes } from "../figures.js";
import { listing } from "../listing.js";
import { OutcomeTable } from "../outcome-table.js";

/** @import { Panel } from "../panel.js" */

/** The same chat four times. */
const CHATS = [
  {
    version: "Version 0",
    websocket: { server: wsServerV0, page: wsPageV0 },
    socketIo: { server: ioServerV0, page: ioPageV0 },
  },
  {
    version: "Version 1",
    websocket: { server: wsServerV1, page: wsPageV1 },
    socketIo: { server: ioServerV1, page: ioPageV1 },
  },
];

/** What a page has to load besides. */
const CLIENT = "socket.io.min.js";

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "easy",
  feature: "Easy to use",
  source: { websocket: "😅", socketIo: "😄" },
  question: "The same chat in both: how much code do you write, and how much do you load?",
  build(panel) {
    const counted = new OutcomeTable("The same chat in both", [
      "Code to write",
      "WebSocket",
      "Socket.IO",
    ]);
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Count the code", () => run(panel, counted)),
      ),
      counted.element,
      ...CHATS.flatMap(({ version, websocket, socketIo }) => [
        listing(`${version}, WebSocket, server`, websocket.server),
        listing(`${version}, WebSocket, page`, websocket.page),
        listing(`${version}, Socket.IO, server`, socketIo.server),
        listing(`${version}, Socket.IO, page`, socketIo.page),
      ]),
      h(
        "p",
        { class: "bench-note" },
        "Version 0 is the source's chat; the server for WebSocket uses the library ws. Version 1 adds limits, " +
          "receipts, reconnection and a clean end. All eight files run, and tests talk to them: each version is " +
          `the same chat on both sides. ${RULE} Few lines are one kind of easy. Which code would you rather read at night?`,
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} counted */
async function run(panel, counted) {
  const { crossed } = await downloadClient(panel, CLIENT);
  for (const { version, websocket, socketIo } of CHATS) {
    counted.set(`${version}: server`, size(websocket.server), size(socketIo.server));
    counted.set(`${version}: page`, size(websocket.page), size(socketIo.page));
  }
  counted.set(`To load: ${CLIENT}, compressed`, bytes(0), bytes(crossed));
  panel.result({
    websocket: lines(CHATS.map(({ websocket }) => websocket)),
    socketIo: `${lines(CHATS.map(({ socketIo }) => socketIo))}; ${bytes(crossed)} to load`,
  });
}

/** "V0 45 lines, V1 170". @param {{ server: string, page: string }[]} versions */
function lines(versions) {
  const words = versions.map(({ server, page }, version) => {
    const sum = countCode(server).lines + countCode(page).lines;
    return version === 0 ? `Version 0: ${sum} lines` : `Version ${version}: ${sum}`;
  });
  return words.join(", ");
}

/** @param {string} source */
function size(source) {
  const counted = countCode(source);
  return `${counted.lines} lines, ${bytes(counted.bytes)}`;
}
