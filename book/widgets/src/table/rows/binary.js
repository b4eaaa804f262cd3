import { h } from "../../dom.js";
import { WAYS, sendThere } from "../binary/ways.js";
import { bytes } from "../figures.js";
import { OutcomeTable } from "../outcome-table.js";
import { many } from "../words.js";

/** @import { Panel } from "../panel.js" */
/** @import { Cost } from "../binary/ways.js" */

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "binary",
  feature: "Binary data",
  source: null,
  question: "Do 256 bytes come back as they were, and in how many frames?",

  build(panel) {
    const table = new OutcomeTable("The bytes 00 to ff, there and back", [
      "Way",
      "Came back",
      "On the wire",
      "Crossed as",
    ]);
    const packets = h("code");
    const picture = h(
      "figure",
      { class: "table-figure", hidden: true },
      h("figcaption", {}, "The text that goes before the bytes, alone and in an object"),
      h("pre", { tabindex: 0 }, packets),
    );
    return h(
      "div",
      { class: "table-experiment" },
      panel.runButton("Send 256 bytes", () => run(panel, table, picture, packets)),
      table.element,
      picture,
      h(
        "p",
        { class: "bench-hint" },
        "A frame says itself whether it is text or binary, so a WebSocket needs nothing more. JSON has no bytes: " +
          "an array of them becomes an object with 256 numbers. Socket.IO takes the bytes out of an argument, sends " +
          "the rest as text, and each of them in a frame of its own. In a polling body they are base64.",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table @param {HTMLElement} picture @param {HTMLElement} packets */
async function run(panel, table, picture, packets) {
  table.clear();
  /** @type {string[]} */
  const results = [];
  /** @type {Set<string>} */
  const seen = new Set();
  for (const way of WAYS) {
    const sent = await sendThere(panel, way);
    const { cost } = sent;
    const came = sent.same ? "identical" : "not as bytes";
    table.set(way.label, came, sides(cost), form(cost));
    results.push(`${came}, ${bytes(cost.up + cost.down)} in ${form(cost)}`);
    if (sent.packet) seen.add(sent.packet);
  }
  packets.textContent = [...seen].join("\n");
  picture.hidden = false;
  const [raw = "", , io = "", , polling = ""] = results;
  panel.result({ websocket: raw, socketIo: `${io}; polling: ${polling}` });
}

/** @param {Cost} cost */
function sides({ up, down }) {
  return `${up.toLocaleString("en")} up, ${down.toLocaleString("en")} down`;
}

/** @param {Cost} cost */
function form({ framesUp, framesDown, requests }) {
  const frames = framesUp + framesDown;
  return frames > 0 ? many(frames, "frame") : many(requests, "request");
}
