import { h } from "../../dom.js";
import askerSource from "../acks/asker.js?text";
import { rawQuestions } from "../acks/raw-side.js";
import { receiptBytes } from "../acks/receipt-bytes.js";
import { socketIoQuestions } from "../acks/socket-io-side.js";
import { codeLines } from "../count-code.js";
import { OutcomeTable } from "../outcome-table.js";

/** @import { Panel } from "../panel.js" */
/** @import { Answers } from "../acks/answers.js" */

/** The lines that run for the WebSocket here. */
const LINES = codeLines(askerSource);

/** @type {[line: string, of: keyof Answers][]} */
const QUESTIONS = [
  ["Bo answers", "answered"],
  ["Bo never answers", "never"],
  ["Bo answers too late", "late"],
];

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "acks",
  feature: "Acknowledgements",
  source: null,
  question: "How do I know that my message was received?",

  build(panel) {
    const table = new OutcomeTable("What came of Ada's questions to Bo", [
      "Case",
      "WebSocket",
      "Socket.IO",
    ]);
    return h(
      "div",
      { class: "table-experiment" },
      h(
        "p",
        {},
        "Two clients a side. Bo answers, then keeps silent, then waits until Ada has given up.",
      ),
      panel.runButton("Ask Bo", () => run(panel, table)),
      table.element,
      h(
        "details",
        {},
        h("summary", {}, `The ${LINES.length} lines that run for the WebSocket`),
        h("pre", { tabindex: 0 }, h("code", {}, LINES.join("\n"))),
      ),
      h(
        "p",
        { class: "bench-hint" },
        "For Ada “never” and “too late” look the same. Her message may have arrived. " +
          "Without a timeout Socket.IO waits for as long as it is connected.",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function run(panel, table) {
  table.clear();
  const raw = await rawQuestions(panel);
  const socketIo = await socketIoQuestions(panel);
  for (const [line, of] of QUESTIONS) table.set(line, raw[of], socketIo[of]);
  const bytes = await receiptBytes(panel);
  table.set("Bytes of “hi” and its receipt", bytes.websocket, bytes.socketIo);
  table.set("Code that you write", `${LINES.length} lines`, "a function as the last argument");
  panel.result({
    websocket: `answered in ${raw.answered}, with ${LINES.length} lines; ${bytes.websocket}`,
    socketIo: `answered in ${socketIo.answered}; ${bytes.socketIo}`,
  });
}
