import ioServer from "../../../../listings/node/socketio-v0/server.js?text";
import wsServer from "../../../../listings/node/ws-chat-v0/server.js?text";
import { h } from "../../dom.js";
import { parseRoomEvent, roomPath } from "../../room.js";
import { Bars } from "../bars.js";
import { RULE, countCode, part } from "../count-code.js";
import { ms } from "../figures.js";
import { listing } from "../listing.js";
import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */

const NAMES = ["Ada", "Bo", "Cy"];

/** The part of each server that makes one message many. */
const CODE = {
  websocket: part(wsServer, "socket.on('message'"),
  socketIo: part(ioServer, "socket.on('chat message'"),
};

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "broadcasting",
  feature: "Broadcasting",
  source: { websocket: "❌", socketIo: "✅" },
  question: "One says it, three hear it: what does that take on each side?",
  build(panel) {
    const heard = h("div", { class: "table-figures" });
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Say it to all", () => run(panel, heard)),
      ),
      heard,
      listing("The server's part on ws", CODE.websocket, { open: true }),
      listing("The server's part on Socket.IO", CODE.socketIo, { open: true }),
      h(
        "p",
        { class: "bench-note" },
        "Neither protocol has an address that means “all”: each server keeps a list and sends once into each " +
          "connection. On Socket.IO the loop is in the library. The parts are cut from the two chats whose " +
          `whole code the row “Easy to use” counts; the playground's own servers do the same in Rust. ${RULE}`,
      ),
    );
  },
};

/** @param {Panel} panel @param {HTMLElement} view */
async function run(panel, view) {
  view.replaceChildren();
  // Others may be on this playground: only our three know these words.
  const text = `hello ${crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36)}`;
  const websocket = await sayOn(panel, "WebSocket", text, await joinRoom(panel), view);
  const socketIo = await sayOn(panel, "Socket.IO", text, await joinChat(panel), view);
  panel.result({
    websocket: `${websocket}; ${countCode(CODE.websocket).lines} lines on the server`,
    socketIo: `${socketIo}; ${countCode(CODE.socketIo).lines} lines on the server`,
  });
}

/**
 * The first one says it, and all hear it. Said once before, uncounted: the first of anything is slow.
 *
 * @param {Panel} panel @param {string} title @param {string} text @param {Chat} chat @param {HTMLElement} view
 */
async function sayOn(panel, title, text, { say, hear }, view) {
  const labels = NAMES.map((name) => `${title} ${name}`);
  const saidAndHeard = async (/** @type {string} */ words) => {
    const all = Promise.all(NAMES.map((_, index) => hear(index, words)));
    say(words);
    return all;
  };
  await saidAndHeard(`${text}?`);
  await Promise.all(labels.map((label) => panel.settled(label)));
  const before = labels.map((label) => panel.counts(label));
  const start = performance.now();
  const heard = await saidAndHeard(text);
  const costs = labels.map(async (label, index) => {
    const then = before[index] ?? panel.counts(label);
    await panel.settled(label, ({ down }) => down.frames > then.down.frames);
    const { up, down } = panel.counts(label);
    return {
      label: NAMES[index] ?? "",
      up: up.bytes - then.up.bytes,
      down: down.bytes - then.down.bytes,
      extra: `heard after ${ms((heard[index] ?? NaN) - start)}`,
    };
  });
  const bars = new Bars();
  bars.show(`${title}: “${text}”, said by ${NAMES[0]}`, await Promise.all(costs));
  view.append(bars.element);
  return `${heard.length} of ${NAMES.length} heard it`;
}

/**
 * @typedef {{ say: (text: string) => void, hear: (index: number, text: string) => Promise<number> }} Chat
 *   `hear`: when the member hears the text
 */

/** A room of their own, on plain WebSockets. @param {Panel} panel @returns {Promise<Chat>} */
async function joinRoom(panel) {
  const room = `table-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const sockets = await Promise.all(
    NAMES.map((name) => panel.websocket(roomPath(room, name), `WebSocket ${name}`)),
  );
  await Promise.all(sockets.map((socket) => welcomed(panel, socket)));
  return {
    say: (text) => sockets[0]?.send(text),
    hear: (index, text) =>
      until(panel.signal, `${NAMES[index]} to hear it`, (done) => {
        sockets[index]?.addEventListener("message", ({ data }) => {
          const event = parseRoomEvent(data);
          if (event?.type === "message" && event.text === text) done(performance.now());
        });
      }),
  };
}

/** The room tells who is there; whoever comes later is told to those who were. @param {Panel} panel @param {WebSocket} socket */
function welcomed(panel, socket) {
  let members = 0;
  return until(panel.signal, "all three to be in the room", (done, failed) => {
    socket.addEventListener("message", ({ data }) => {
      const event = parseRoomEvent(data);
      if (event?.type === "welcome") members = event.members.length;
      else if (event?.type === "joined") members += 1;
      if (members >= NAMES.length) done(null);
    });
    socket.addEventListener("close", ({ code, reason }) =>
      failed(`A WebSocket to the room closed with ${code}${reason && `, ${reason}`}.`),
    );
  });
}

/** The source's chat. @param {Panel} panel @returns {Promise<Chat>} */
async function joinChat(panel) {
  const sockets = await Promise.all(
    NAMES.map((name) => panel.socketIo("/", `Socket.IO ${name}`, { transports: ["websocket"] })),
  );
  await Promise.all(sockets.map((socket) => panel.connected(socket)));
  return {
    say: (text) => sockets[0]?.emit("chat message", text),
    hear: (index, text) =>
      until(panel.signal, `${NAMES[index]} to hear it`, (done) => {
        sockets[index]?.on("chat message", (said) => said === text && done(performance.now()));
      }),
  };
}
