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

/** @import { Panel } from "../panel.js" */

/** The same chat four times. */
const CHATS = [
  {
    version: "Version 0, as the source has it",
    websocket: { server: wsServerV0, page: wsPageV0 },
    socketIo: { server: ioServerV0, page: ioPageV0 },
  },
  {
    version: "Version 1, with limits, receipts and reconnection",
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
    const counted = h("div", { class: "table-figures" });
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Count the code", () => run(panel, counted)),
      ),
      counted,
      ...CHATS.flatMap(({ version, websocket, socketIo }) => [
        listing(`ws, server, ${version}`, websocket.server),
        listing(`WebSocket, page, ${version}`, websocket.page),
        listing(`Socket.IO, server, ${version}`, socketIo.server),
        listing(`Socket.IO, page, ${version}`, socketIo.page),
      ]),
      h(
        "p",
        { class: "bench-note" },
        "All eight files run, and tests talk to them: the chat is the same on both sides, and Version 1 keeps " +
          `the same rules. ${RULE} Few lines are one kind of easy. Which code would you rather read at night?`,
      ),
    );
  },
};

/** @param {Panel} panel @param {HTMLElement} view */
async function run(panel, view) {
  const { crossed } = await downloadClient(panel, CLIENT);
  const rows = CHATS.flatMap(({ version, websocket, socketIo }) => [
    [`${version}: server`, size(websocket.server), size(socketIo.server)],
    [`${version}: page`, size(websocket.page), size(socketIo.page)],
  ]);
  rows.push([`To load: ${CLIENT}, compressed`, bytes(0), bytes(crossed)]);
  view.replaceChildren(table(["Code to write", "WebSocket", "Socket.IO"], rows));
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

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  return h(
    "table",
    { class: "bench-table table-sizes" },
    h("thead", {}, h("tr", {}, ...head.map((words) => h("th", { scope: "col" }, words)))),
    h(
      "tbody",
      {},
      ...rows.map(([name = "", ...cells]) =>
        h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", {}, cell))),
      ),
    ),
  );
}
