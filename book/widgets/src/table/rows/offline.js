import { h } from "../../dom.js";
import { CUT_S, SAID_MEANWHILE, SENT } from "../offline/plan.js";
import { rawOffline } from "../offline/raw-side.js";
import { socketIoOffline } from "../offline/socket-io-side.js";
import { OutcomeTable } from "../outcome-table.js";
import { arrived, duration } from "../words.js";

/** @import { Panel } from "../panel.js" */

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "offline",
  feature: "Offline buffering",
  source: null,
  question: "What becomes of what I say while the line is down?",

  build(panel) {
    const table = new OutcomeTable(`Ada's line was down for ${CUT_S} s; Bo's was not`, [
      "What",
      "WebSocket",
      "Socket.IO",
    ]);
    return h(
      "div",
      { class: "table-experiment" },
      h(
        "p",
        {},
        `Ada and Bo are in a room. The playground cuts Ada's line for ${CUT_S} s. She sends ${SENT} messages all the same. ` +
          `Bo says ${SAID_MEANWHILE}, and counts what comes.`,
      ),
      panel.runButton(`Cut the line for ${CUT_S} s, and send`, () => run(panel, table)),
      table.element,
      h(
        "p",
        { class: "bench-hint" },
        "The buffer is in Ada's page, not at the server: a reload empties it, and what others said is lost. The server " +
          "forgets her rooms, too. So her page puts “join” into the buffer before the messages. “volatile” drops an event " +
          "when the transport cannot take it; the lost transport counts as able until the client tries the next one.",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function run(panel, table) {
  table.clear();
  const away = socketIoOffline(panel);
  const [io, raw] = await Promise.all([away, rawOffline(panel, away)]);
  const late = io.late_ms === null ? "" : `, ${duration(io.late_ms)} late`;
  const rawWords = arrived(raw.arrived, SENT);
  const ioWords = `${arrived(io.arrived, SENT)}${late}`;
  table.set(`${SENT} sent meanwhile`, rawWords, ioWords);
  table.set(`${SENT} volatile, just after the cut`, "–", arrived(io.volatileAtOnce, SENT));
  table.set(`${SENT} volatile, after a failed attempt`, "–", arrived(io.volatileLater, SENT));
  table.set(
    "The page was told",
    `by send(): ${raw.errors} of ${SENT} errors. While connecting: ${raw.whileConnecting || "nothing"}`,
    `no error; sendBuffer held ${io.kept} (“join” and ${io.kept - 1} more)`,
  );
  table.set(
    `${SAID_MEANWHILE} said by Bo`,
    arrived(raw.meanwhile, SAID_MEANWHILE),
    arrived(io.meanwhile, SAID_MEANWHILE),
  );
  table.set(
    "Connected again",
    "when the page opens a new one",
    `by itself, after ${duration(io.away_ms)}`,
  );
  panel.say("");
  panel.result({ websocket: rawWords, socketIo: ioWords });
}
