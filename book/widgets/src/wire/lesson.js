/** @import { Unit } from "./tap.js" */
import { opcodeOf } from "./rows.js";

/** @typedef {{ href: string, title: string }} Lesson */

/** @type {Record<string, Lesson>} */
const LESSONS = {
  handshake: { href: "how-it-works.html", title: "How WebSocket works" },
  frames: { href: "frames.html", title: "Frames, byte by byte" },
  goodbye: { href: "goodbye.html", title: "Control frames and goodbye" },
  violations: { href: "violations.html", title: "A server that breaks one rule" },
  polling: { href: "polling.html", title: "Polling" },
  sse: { href: "sse.html", title: "Server-sent events" },
  socketio: { href: "socketio.html", title: "Socket.IO" },
};

/** Kind of unit -> the lesson that explains it. @type {Record<string, string>} */
const OF_KIND = {
  request_head: "handshake",
  response_head: "handshake",
  body: "polling",
  sse_event: "sse",
  frame: "frames",
  message: "frames",
  engine_io: "socketio",
  socket_io: "socketio",
  socket_io_attachment: "socketio",
  malformed: "violations",
};

/** The lesson that explains a unit. A read or write is explained where frames are. @param {Unit} unit */
export function lessonOf(unit) {
  const isControl = ["close", "ping", "pong"].includes(opcodeOf(unit) ?? "");
  const name = isControl ? "goodbye" : (OF_KIND[unit.kind] ?? "frames");
  return /** @type {Lesson} */ (LESSONS[name]);
}
