/** @import { Direction, ReadEvent, Unit, UnitEvent } from "../tap.js" */
/** @import { KeptEvent, WireSession } from "../session.js" */
import { withoutTap } from "../tap.js";
import { kindOfRead, pieces, readSummary } from "./bytes-of.js";

/**
 * @typedef {"heads" | "bodies" | "data" | "close" | "heartbeats" | "rules" | "ends"} Group
 *
 * @typedef {object} Row one line of the timeline
 * @property {number} number of its first event: what it is known by
 * @property {KeptEvent} event
 * @property {number} at_us
 * @property {"client" | "server" | "note"} from
 * @property {string} kind in a word
 * @property {Group} group what a filter hides it with
 * @property {string} summary
 * @property {number | null} size in bytes
 * @property {string} hex its first bytes, where rows are bytes of the stream
 * @property {UnitEvent[]} units what it shows when it is opened, the outermost layer first
 */

/** Bytes that a row shows. */
const SHOWN_BYTES = 5;

/** Characters of a request's target that a row shows: as many as in the summaries of the crate `wire`. */
const SHOWN_CHARACTERS = 60;

/** Opcodes whose payloads become a message. */
const DATA = new Set(["text", "binary", "continuation"]);

/** @param {Direction} direction @returns {"client" | "server"} */
export function fromOf(direction) {
  return direction === "client_to_server" ? "client" : "server";
}

/** @param {UnitEvent} event @param {number} number @returns {Row} */
export function unitRow(event, number) {
  const { unit, at_us, cut } = event;
  return {
    number,
    event,
    at_us,
    from: fromOf(unit.direction),
    kind: kindOf(unit),
    group: groupOf(unit),
    summary: unit.kind === "request_head" ? requestSummary(unit) : unit.summary,
    size: cut ?? (unit.bytes.length / 2 || unit.span[1] - unit.span[0]),
    hex: unit.layer === "wire" ? unit.bytes.slice(0, 2 * SHOWN_BYTES) : "",
    units: [event],
  };
}

/** A request line without the tap's token, which would fill the row. @param {Unit} unit */
function requestSummary({ method, target, summary }) {
  if (typeof target !== "string" || target === "") return summary;
  const address = withoutTap(target);
  const cut = address.length > SHOWN_CHARACTERS;
  return `${method} ${cut ? `${address.slice(0, SHOWN_CHARACTERS)}…` : address}`;
}

/** @param {ReadEvent} event @param {number} number @param {WireSession} session @returns {Row} */
export function readRow(event, number, session) {
  const [start, end] = event.span;
  const from = fromOf(event.direction);
  return {
    number,
    event,
    at_us: event.at_us,
    from,
    kind: kindOfRead(event.direction),
    group: "data",
    // Its units come after it.
    get summary() {
      return readSummary(event, session.unitsOf(event));
    },
    size: end - start,
    get hex() {
      const [first] = pieces(session.unitsOf(event), [start, Math.min(end, start + SHOWN_BYTES)]);
      return first?.hex ?? "";
    },
    units: [],
  };
}

/** @param {Exclude<KeptEvent, ReadEvent | UnitEvent>} event @param {number} number @param {number} at_us @returns {Row} */
export function noteRow(event, number, at_us) {
  return {
    number,
    event,
    at_us,
    from: "note",
    kind: NOTES[event.type],
    group: "ends",
    // A summary grows.
    get summary() {
      return noteOf(event);
    },
    size: null,
    hex: "",
    units: [],
  };
}

const NOTES = { dropped: "not shown", skipped: "summary", ended: "end" };

/** @param {Exclude<KeptEvent, ReadEvent | UnitEvent>} event */
function noteOf(event) {
  if (event.type === "dropped") return event.sentence;
  if (event.type === "skipped") {
    const took = Math.max(1, Math.round((event.until_us - event.at_us) / 1000));
    const what = `${event.frames} frames, ${event.bytes} bytes in ${took} ms`;
    return `Too much to list: ${what}. All of it is counted.`;
  }
  const lost = event.dropped > 0 ? ` ${event.dropped} more were not kept.` : "";
  return `Ended after ${event.up} bytes up, ${event.down} down.${lost}`;
}

/** What the kind is called in the timeline. @type {Record<string, string>} */
const KINDS = {
  request_head: "request",
  response_head: "response",
  sse_event: "event",
  engine_io: "Engine.IO",
  socket_io: "Socket.IO",
  socket_io_attachment: "attachment",
  malformed: "rule broken",
};

/** @param {Unit} unit */
export function kindOf(unit) {
  return KINDS[unit.kind] ?? unit.kind;
}

/** @param {Unit} unit @returns {Group} */
export function groupOf(unit) {
  if (unit.kind === "malformed") return "rules";
  if (unit.kind.endsWith("_head")) return "heads";
  if (unit.kind === "body" || unit.kind === "sse_event") return "bodies";
  if (isHeartbeat(unit)) return "heartbeats";
  const word = unit.kind === "engine_io" ? unit.packet_type : opcodeOf(unit);
  return word === "close" ? "close" : "data";
}

/** @param {Unit} unit */
export function opcodeOf(unit) {
  return /** @type {{ opcode?: string } | undefined} */ (unit.header)?.opcode;
}

/** Engine.IO's ping and pong with the word of a probe: a client tries a transport. @param {Unit} unit */
export function isProbe({ kind, packet_type, bytes }) {
  const isPing = packet_type === "ping" || packet_type === "pong";
  return kind === "engine_io" && isPing && bytes.length > 2;
}

/** Ping and Pong frames, and Engine.IO's own: the packets `2` and `3` without data. @param {Unit} unit */
export function isHeartbeat(unit) {
  const word = unit.kind === "engine_io" ? unit.packet_type : opcodeOf(unit);
  if (word !== "ping" && word !== "pong") return false;
  return unit.kind === "frame" || unit.bytes.length === 2;
}

/** Whether a content unit tells the same again. @param {Unit} unit */
export function hasContentForm(unit) {
  return unit.layer === "wire" && unit.kind === "frame" && DATA.has(opcodeOf(unit) ?? "");
}

/** @param {Unit} outer @param {Unit} inner */
export function contains(outer, inner) {
  return outer.span[0] <= inner.span[0] && inner.span[1] <= outer.span[1];
}

/** @param {Unit} a @param {Unit} b */
export function overlaps(a, b) {
  return a.span[0] < b.span[1] && b.span[0] < a.span[1];
}
