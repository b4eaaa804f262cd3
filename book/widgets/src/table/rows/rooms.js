import css from "../../../styles/table-rooms.css";
import { adoptStyles, h } from "../../dom.js";
import { OutcomeTable } from "../outcome-table.js";
import { roomTag } from "../room-name.js";
import { MEMBERS, describe, verdict } from "../rooms/plan.js";
import { openRaw } from "../rooms/raw-side.js";
import { Scene } from "../rooms/scene.js";
import { openSocketIo } from "../rooms/socket-io-side.js";

/** @import { Panel } from "../panel.js" */

adoptStyles(css);

const SIDES = /** @type {const} */ (["WebSocket", "Socket.IO"]);

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "rooms",
  feature: "Rooms & namespaces",
  source: { websocket: "❌", socketIo: "✅" },
  question: "Who receives what is said in a room?",

  build(panel) {
    const scene = new Scene();
    const table = new OutcomeTable("", ["Member", ...SIDES]);
    return h(
      "div",
      { class: "table-experiment" },
      h("p", {}, "Four members, two rooms, two namespaces. Who will get it? Then let Ada speak."),
      scene.panes,
      scene.controls,
      panel.runButton("Let Ada speak", () => run(panel, scene, table)),
      scene.verdict,
      table.element,
      h(
        "p",
        { class: "bench-hint" },
        "With Socket.IO a member has one connection: each packet names its namespace, and a room is a list at the " +
          "server. /ws/broadcast has rooms because our own server keeps such lists too. There a room is an address, so " +
          "each costs a connection. It has no “all but me”: nobody wrote it.",
      ),
    );
  },
};

/** @param {Panel} panel @param {Scene} scene @param {OutcomeTable} table */
async function run(panel, scene, table) {
  const { said, text, predicted } = scene;
  scene.dark();
  table.clear();
  const tag = roomTag();
  const sides = [await openRaw(panel, tag), await openSocketIo(panel, tag)];
  const received = await Promise.all(sides.map((say) => say(said, text)));
  for (const side of SIDES) {
    await Promise.all(MEMBERS.map(({ name }) => panel.settled(`${name}, ${side}`)));
  }
  const [raw, io] = received.map((names, at) => ({ names, opened: connections(panel, at) }));
  if (!raw || !io) return;
  table.caption = `“${text}” to ${describe(said)}`;
  for (const { name } of MEMBERS) {
    const cells = [raw, io].map(({ names }) => (names.has(name) ? "got it" : "–"));
    table.set(name, ...cells);
  }
  table.set("Connections", String(raw.opened), String(io.opened));
  scene.light(said, io.names, text);
  scene.verdict.textContent = verdict(said, predicted, io.names);
  panel.result({ websocket: words(raw), socketIo: words(io) });
}

/** How many connections the members have opened: each is one request. @param {Panel} panel @param {number} at the side */
function connections(panel, at) {
  return MEMBERS.reduce((sum, { name }) => sum + panel.counts(`${name}, ${SIDES[at]}`).requests, 0);
}

/** @param {{ names: ReadonlySet<string>, opened: number }} outcome */
function words({ names, opened }) {
  return `to ${[...names].sort().join(", ") || "nobody"}; ${opened} connections`;
}
