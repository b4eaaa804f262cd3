import { roomPath } from "../../room.js";
import { withTap } from "../../wire/tap.js";
import { entered, onSaid, say } from "../room-line.js";
import { MEMBERS, SPEAKER, placesOf } from "./plan.js";

/** @import { Panel } from "../panel.js" */
/** @import { Namespace, Room, Said } from "./plan.js" */
/** @typedef {{ name: string, namespace: Namespace, room: Room, socket: WebSocket }} Line */

/**
 * The members with the browser's WebSocket: a room of `/ws/broadcast/` is an address, so each place of each
 * member is a connection.
 *
 * @param {Panel} panel
 * @param {string} tag of this run's rooms
 * @returns {Promise<(said: Said, text: string) => Promise<Set<string>>>} says something; who got it
 */
export async function openRaw(panel, tag) {
  const lines = (await Promise.all(MEMBERS.map((member) => connect(panel, member, tag)))).flat();
  return async ({ namespace, room }, text) => {
    /** @type {Set<string>} */
    const received = new Set();
    for (const { name, socket } of lines) {
      onSaid(socket, (said) => said === text && received.add(name));
    }
    const speaker = lines.find(
      (line) => line.name === SPEAKER && line.namespace === namespace && line.room === room,
    );
    if (!speaker) throw new Error(`${SPEAKER} is not in ${room} of ${namespace}.`);
    // `/ws/broadcast` knows "to all" alone: its server has no code for "to all but me".
    await say(panel.signal, speaker.socket, text);
    const heardAll = lines.map(({ name, socket }) => say(panel.signal, socket, `${name} has all`));
    await Promise.all(heardAll);
    return received;
  };
}

/**
 * @param {Panel} panel @param {import("./plan.js").Member} member @param {string} tag
 * @returns {Promise<Line[]>}
 */
async function connect(panel, member, tag) {
  const { name } = member;
  // One token for all connections of a member: a page may have 16.
  const token = await panel.watch(`${name}, WebSocket`);
  const lines = placesOf(member).map(({ namespace, room }) => {
    const path = roomPath(`${namespace.slice(1)}-${room}-${tag}`, name);
    const socket = new WebSocket(withTap(panel.url(path), token).replace(/^http/, "ws"));
    panel.own(() => socket.close());
    return { name, namespace, room, socket };
  });
  await Promise.all(lines.map(({ socket }) => entered(panel.signal, socket)));
  return lines;
}
