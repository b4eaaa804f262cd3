/** @import { Unit } from "../tap.js" */
import { isProbe, opcodeOf } from "../rows/row.js";

/** @typedef {{ href: string, title: string }} Lesson */

/** @type {Record<string, Lesson>} */
export const LESSONS = {
  head: { href: "how-it-works.html#two-messages", title: "The handshake: how it works" },
  frame: { href: "frames.html#five-letters", title: "Frames, byte by byte" },
  message: { href: "frames.html#one-message-in-pieces", title: "Frames, byte by byte" },
  read: { href: "frames.html#a-message-a-frame-a-read", title: "Frames, byte by byte" },
  heartbeat: { href: "goodbye.html#are-you-there", title: "Control frames and goodbye" },
  close: { href: "goodbye.html#two-goodbyes", title: "Control frames and goodbye" },
  malformed: { href: "violations.html", title: "A server that breaks one rule" },
  body: { href: "polling.html#what-a-question-weighs", title: "Asking again and again" },
  event: { href: "sse.html#an-answer-without-an-end", title: "One-way push" },
  engine: { href: "packets.html#engine-io-packets", title: "Packets: what Socket.IO says" },
  socket: { href: "packets.html#socket-io-packets", title: "Packets: what Socket.IO says" },
  attachment: { href: "packets.html#bytes-inside-an-event", title: "Packets: what Socket.IO says" },
  upgrade: { href: "upgrade.html", title: "The upgrade, connection by connection" },
};

/** Kind of unit, or opcode -> its lesson. @type {Record<string, string>} */
const OF_KIND = {
  request_head: "head",
  response_head: "head",
  sse_event: "event",
  write: "read",
  ping: "heartbeat",
  pong: "heartbeat",
  engine_io: "engine",
  socket_io: "socket",
  socket_io_attachment: "attachment",
};

/** The lesson that explains a unit. @param {Unit} unit */
export function lessonOf(unit) {
  if (isOfUpgrade(unit)) return /** @type {Lesson} */ (LESSONS.upgrade);
  const word = opcodeOf(unit) ?? "";
  const name = ["close", "ping", "pong"].includes(word) ? word : unit.kind;
  return /** @type {Lesson} */ (LESSONS[OF_KIND[name] ?? name] ?? LESSONS.frame);
}

/** Packets that a client and a server exchange to move to another transport. @param {Unit} unit */
function isOfUpgrade(unit) {
  const { kind, packet_type } = unit;
  return isProbe(unit) || (kind === "engine_io" && /^(upgrade|noop)$/.test(String(packet_type)));
}
