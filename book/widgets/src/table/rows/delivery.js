import { h } from "../../dom.js";
import { LaneStrip, signs } from "../delivery/lane-strip.js";
import { countFates, recordedPassage } from "../delivery/passage.js";
import { rawPair } from "../delivery/raw-pair.js";
import { roomLane } from "../delivery/room-lane.js";
import { CUT_AT, CUT_S, LAST, PER_SECOND, sendAll } from "../delivery/send-all.js";
import { socketIoPair } from "../delivery/socket-io-pair.js";
import { tickerLane } from "../delivery/ticker-lane.js";
import recording from "../recovery-run.json" with { type: "json" };

/** @import { Panel } from "../panel.js" */
/** @import { Lane } from "../delivery/lane.js" */

/** Sent again when there is no answer in time. */
const RETRIES = { retries: 3, ackTimeout: 2_000 };

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "delivery",
  feature: "Delivery guarantee",
  source: null,
  question: "What is lost, late or doubled when the line breaks in the middle?",

  build(panel) {
    const lanes = h("div", { class: "delivery-lanes" });
    return h(
      "div",
      { class: "table-experiment" },
      h(
        "p",
        {},
        `${LAST} numbers, ${PER_SECOND} a second. At number ${CUT_AT} the playground cuts every line, and all that come ` +
          `within ${CUT_S} s.`,
      ),
      panel.runButton(`Send 1 to ${LAST}, both ways`, () => run(panel, lanes)),
      signs(),
      lanes,
      h(
        "p",
        { class: "bench-hint" },
        "Up, the page is busy when the line breaks: what it sends meanwhile goes to a line that is gone. “retries” sends " +
          "a number again until it is acknowledged. A lost acknowledgement would double it, unless the receiver " +
          "keeps the numbers that it has seen. Down, the server of a room keeps nothing. That of the race keeps " +
          "the ticks, and the page says at each connect which one it has. Everything runs by WebSocket alone.",
      ),
    );
  },
};

/** @param {Panel} panel @param {HTMLElement} place */
async function run(panel, place) {
  place.replaceChildren();
  panel.say("Up: the page sends, somebody in the same room counts.");
  const up = await upLanes(panel);
  await send(panel, place, "Up: the page sends", up, true);
  panel.say("Down: the page's line is cut while the server sends.");
  const down = await downLanes(panel);
  await send(panel, place, "Down: the server sends", down, false);
  const { recorded, versions, with_recovery } = recording;
  const recovered = new LaneStrip(
    `Recorded on ${recorded}, not live: socket.io ${versions["socket.io"]} with connection state recovery`,
    recordedPassage(with_recovery),
  );
  recovered.draw(true);
  place.append(recovered.element);
  panel.say("");
  const words = [...up, ...down].map(({ passage }) => brief(countFates(passage.fates)));
  const [rawUp, ioUp, retriesUp, rawDown, ioDown] = words;
  panel.result({
    websocket: `up ${rawUp}; down ${rawDown}`,
    socketIo: `up ${ioUp}, with retries ${retriesUp}; down ${ioDown}`,
  });
}

/** @param {Panel} panel @returns {Promise<Lane[]>} */
async function upLanes(panel) {
  const raw = await rawPair(panel, "WebSocket, up");
  const io = await socketIoPair(panel, "Socket.IO, up");
  const retries = await socketIoPair(panel, "Socket.IO with retries, up", RETRIES);
  return [
    roomLane(panel, "WebSocket that opens itself again", "up", LAST, raw),
    roomLane(panel, "Socket.IO by default", "up", LAST, io),
    roomLane(panel, "Socket.IO with acknowledgements and retries", "up", LAST, retries),
  ];
}

/** @param {Panel} panel @returns {Promise<Lane[]>} */
async function downLanes(panel) {
  const raw = await rawPair(panel, "WebSocket, down");
  const io = await socketIoPair(panel, "Socket.IO, down");
  return [
    roomLane(panel, "WebSocket that opens itself again", "down", LAST, raw),
    roomLane(panel, "Socket.IO by default", "down", LAST, io),
    await tickerLane(panel, "Socket.IO, my last number in auth", LAST, PER_SECOND),
  ];
}

/** @param {Panel} panel @param {HTMLElement} place @param {string} title @param {Lane[]} lanes @param {boolean} isBusy */
async function send(panel, place, title, lanes, isBusy) {
  const strips = lanes.map(({ name, passage }) => new LaneStrip(name, passage));
  place.append(h("p", { class: "delivery-way" }, title), ...strips.map(({ element }) => element));
  await sendAll(panel, lanes, {
    isBusy,
    draw: () => strips.forEach((strip) => strip.draw(false)),
  });
  for (const strip of strips) strip.draw(true);
}

/** @param {ReturnType<typeof countFates>} counts */
function brief({ late, lost, doubled }) {
  return [`${lost} lost`, late && `${late} late`, doubled && `${doubled} doubled`]
    .filter(Boolean)
    .join(", ");
}
