import { ask } from "../ask.js";
import { MEMBERS, NAMESPACES, SPEAKER } from "./plan.js";

/** @import { Panel } from "../panel.js" */
/** @import { Socket } from "socket.io-client" */
/** @import { Member, Namespace, Said } from "./plan.js" */

/** WebSocket alone, so that connections can be compared: by default polling comes first. */
const OPTIONS = { transports: ["websocket"] };

/**
 * The members with the official client: one connection each, however many namespaces.
 *
 * @param {Panel} panel
 * @param {string} tag of this run's rooms
 * @returns {Promise<(said: Said, text: string) => Promise<Set<string>>>} says something; who got it
 */
export async function openSocketIo(panel, tag) {
  /** @type {Set<string>} */
  const received = new Set();
  /** @type {Map<string, Socket>} */
  const sockets = new Map();
  await Promise.all(
    MEMBERS.map(async (member) => {
      for (const [namespace, socket] of await connect(panel, member)) {
        socket.on("said", () => received.add(member.name));
        for (const room of member.rooms[namespace]) await ask(socket, "join", `${room}-${tag}`);
        sockets.set(`${member.name} ${namespace}`, socket);
      }
    }),
  );
  return async ({ namespace, room, to }, text) => {
    received.clear();
    const speaker = sockets.get(`${SPEAKER} ${namespace}`);
    if (!speaker) throw new Error(`${SPEAKER} is not in ${namespace}.`);
    await ask(speaker, to === "all" ? "to-room" : "to-others", `${room}-${tag}`, text);
    // Packets keep their order: whoever has this answer has all that was said before.
    await Promise.all([...sockets.values()].map((socket) => ask(socket, "list")));
    return new Set(received);
  };
}

/**
 * @param {Panel} panel @param {Member} member
 * @returns {Promise<[Namespace, Socket][]>}
 */
async function connect(panel, { name, rooms }) {
  const [first, ...others] = NAMESPACES.filter((namespace) => rooms[namespace].length > 0);
  if (!first) return [];
  const socket = await panel.socketIo(first, `${name}, Socket.IO`, OPTIONS);
  /** @type {[Namespace, Socket][]} */
  const sockets = [[first, socket]];
  for (const namespace of others) {
    // The same manager, and so the same connection.
    const other = socket.io.socket(namespace);
    panel.own(() => other.disconnect());
    sockets.push([namespace, other]);
  }
  await Promise.all(sockets.map(([, socket]) => panel.connected(socket)));
  return sockets;
}
