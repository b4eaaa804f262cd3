import { roomPath } from "../../room.js";
import { enter, entered, hears, onSaid, say } from "../room-line.js";
import { roomTag } from "../room-name.js";
import { until } from "../until.js";
import { CUT_S, SAID_MEANWHILE, SENT, countOf, texts } from "./plan.js";

/** @import { Panel } from "../panel.js" */

const ADA = "Ada, WebSocket";

/**
 * Ada's line is cut while she and Bo go on speaking in a room of `/ws/broadcast/`. When the line is back, the page
 * opens a new WebSocket: the old one stays closed.
 *
 * @param {Panel} panel
 * @param {Promise<unknown>} lineIsBack
 */
export async function rawOffline(panel, lineIsBack) {
  const { signal } = panel;
  const room = `offline-${roomTag()}`;
  const path = roomPath(room, "Ada");
  const ada = await enter(panel, path, ADA);
  const bo = await enter(panel, roomPath(room, "Bo"), "Bo, WebSocket");
  const [byAda, byBo] = [heard(bo), heard(ada)];
  await cut(panel, ada);
  const sent = texts(SENT, "sent");
  const errors = sent.map((text) => errorOf(() => ada.send(text))).filter((name) => name !== "");
  const whileConnecting = sendTooEarly(ada.url);
  const meanwhile = texts(SAID_MEANWHILE, "meanwhile");
  for (const text of meanwhile) await say(signal, bo, text);

  await lineIsBack;
  const again = await panel.websocket(path, ADA);
  const byBoAgain = heard(again);
  await entered(signal, again);
  // Whatever was kept would come before this.
  await Promise.all([hears(signal, bo, "back"), say(signal, again, "back")]);
  return {
    arrived: countOf(sent, byAda),
    errors: errors.length,
    whileConnecting,
    meanwhile: countOf(meanwhile, [...byBo, ...byBoAgain]),
  };
}

/** @param {Panel} panel @param {WebSocket} ada */
async function cut(panel, ada) {
  const gone = until(panel.signal, "Ada to notice the cut", (came) => {
    ada.onclose = came;
  });
  await panel.faults.cut(panel.token(ADA), CUT_S);
  await gone;
}

/** What a member hears in its room. @param {WebSocket} socket */
function heard(socket) {
  /** @type {string[]} */
  const texts = [];
  onSaid(socket, (text) => texts.push(text));
  return texts;
}

/** The error of a WebSocket that still opens. @param {string} url */
function sendTooEarly(url) {
  const socket = new WebSocket(url);
  const error = errorOf(() => socket.send("too early"));
  socket.close();
  return error;
}

/** The name of the error that was thrown; empty: none. @param {() => void} act */
function errorOf(act) {
  try {
    act();
    return "";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
