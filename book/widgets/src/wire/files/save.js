/** @import { KeptEvent } from "../session.js" */
import { WireSession } from "../session.js";

const FORMAT = "live-wire";
const VERSION = 1;
const TOOL = "the wire of Introduction to WebSocket and Socket.IO";

/** Bytes of a file that is loaded: more than a full session takes. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** How deep fields may stand in fields: a saved wire has five levels. */
const MAX_DEPTH = 16;

/**
 * The session as JSON text. Each token becomes a number: whoever gets the file has no use for it. Requests
 * that carried one still show it; it shows nobody anything any more.
 *
 * @param {WireSession} session
 * @param {Date} saved
 */
export function toJson(session, saved) {
  /** @type {Map<string, string>} */
  const names = new Map();
  const nameOf = (/** @type {string} */ token) => {
    if (!names.has(token)) names.set(token, String(names.size + 1));
    return names.get(token);
  };
  const events = session.since().map((event) => ({ ...event, token: nameOf(event.token) }));
  const labels = [...names].map(([token, name]) => [name, session.names.labels.get(token) ?? ""]);
  const sums = [...session.sums.labels].map((label) => ({ label, ...session.sums.of(label) }));
  const { epoch_ms, forgotten } = session;
  return JSON.stringify({
    format: FORMAT,
    version: VERSION,
    tool: TOOL,
    saved: saved.toISOString(),
    epoch_ms,
    labels: Object.fromEntries(labels),
    sums,
    forgotten,
    events,
  });
}

/**
 * @typedef {{ session: WireSession, saved: string }} Loaded
 *
 * @param {string} text of a file that `toJson` made
 * @returns {Loaded}
 * @throws {Error} whose message is a sentence for the reader
 */
export function fromJson(text) {
  const file = parse(text);
  if (!isRecord(file) || file.format !== FORMAT) {
    throw new Error("This is JSON, but not a saved wire. Choose a file that “Save JSON” made.");
  }
  if (file.version !== VERSION) {
    throw new Error(
      `This wire was saved in version ${file.version} of the format; this page reads version ${VERSION}.`,
    );
  }
  if (!Array.isArray(file.events)) throw new Error("This saved wire has no list of events.");
  const broken = file.events.findIndex((event) => !isEvent(event));
  if (broken >= 0) {
    throw new Error(
      `Event ${broken + 1} of this saved wire is not whole: the file was changed or cut.`,
    );
  }
  return { session: restore(/** @type {SavedWire} */ (file)), saved: String(file.saved ?? "") };
}

/** @typedef {Record<string, any> & { events: KeptEvent[] }} SavedWire */

/** @param {SavedWire} file */
function restore({ events, labels, sums, forgotten, epoch_ms }) {
  const session = new WireSession();
  session.epoch_ms = Number(epoch_ms) || 0;
  if (isRecord(labels)) {
    for (const [token, label] of Object.entries(labels)) session.names.name(token, String(label));
  }
  for (const event of events) session.restore(event);
  for (const sum of Array.isArray(sums) ? sums : []) {
    if (isSum(sum)) session.sums.add(String(sum.label), sum);
  }
  session.forgotten.events += Number(forgotten?.events) || 0;
  session.forgotten.bytes += Number(forgotten?.bytes) || 0;
  return session;
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("This is not JSON. Choose a file that “Save JSON” made.");
  }
}

/** Whether everything that the view reads of an event is there. @param {any} event @returns {event is KeptEvent} */
function isEvent(event) {
  if (!isRecord(event) || typeof event.token !== "string") return false;
  if (!areNumbers(event.connection, event.exchange)) return false;
  switch (event.type) {
    case "read":
      return areNumbers(event.at_us) && isDirection(event.direction) && isSpan(event.span);
    case "unit":
      return (
        areNumbers(event.at_us, event.cut ?? 0) &&
        isUnit(event.unit) &&
        isNames(event.redacted ?? [])
      );
    case "skipped":
      return areNumbers(event.at_us, event.until_us, event.frames, event.bytes);
    case "dropped":
      return areNumbers(event.bytes) && typeof event.sentence === "string";
    case "ended":
      return areNumbers(event.at_us, event.up, event.down, event.dropped);
    default:
      return false;
  }
}

/** @param {any} unit */
function isUnit(unit) {
  return (
    isRecord(unit) &&
    isDirection(unit.direction) &&
    ["wire", "content", "remark"].includes(String(unit.layer)) &&
    areWords(unit.kind, unit.summary, unit.sentence ?? "", unit.section ?? "") &&
    isSpan(unit.span) &&
    isHex(unit.bytes) &&
    areFields(unit.fields, unit.bytes.length / 2, MAX_DEPTH)
  );
}

/** @param {unknown} fields @param {number} size bytes of the unit @param {number} depth @returns {boolean} */
function areFields(fields, size, depth) {
  if (!Array.isArray(fields) || depth === 0) return false;
  return fields.every(
    (field) =>
      isRecord(field) &&
      areWords(field.name, field.note ?? "", field.section ?? "") &&
      isSpan(field.span) &&
      field.span[1] <= size &&
      (field.bits === undefined || (Array.isArray(field.bits) && areNumbers(...field.bits))) &&
      isValue(field.value) &&
      areFields(field.children ?? [], size, depth - 1),
  );
}

/** @param {any} value */
function isValue(value) {
  return isRecord(value) ? isHex(value.hex) : typeof value !== "object";
}

/** @param {any} sum */
function isSum(sum) {
  return isRecord(sum) && areNumbers(sum.requests) && isCount(sum.up) && isCount(sum.down);
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown[]} values */
function areNumbers(...values) {
  return values.every((value) => Number.isFinite(value));
}

/** @param {any} span @returns {span is [number, number]} */
function isSpan(span) {
  return (
    Array.isArray(span) &&
    span.length === 2 &&
    areNumbers(...span) &&
    0 <= span[0] &&
    span[0] <= span[1]
  );
}

/** @param {unknown} hex @returns {hex is string} */
function isHex(hex) {
  return typeof hex === "string" && /^(?:[0-9a-f]{2})*$/.test(hex);
}

/** @param {unknown} direction */
function isDirection(direction) {
  return direction === "client_to_server" || direction === "server_to_client";
}

/** @param {any} count */
function isCount(count) {
  return isRecord(count) && areNumbers(count.bytes, count.head, count.payload, count.frames);
}

/** @param {unknown} names */
function isNames(names) {
  return Array.isArray(names) && areWords(...names);
}

/** @param {unknown[]} words */
function areWords(...words) {
  return words.every((word) => typeof word === "string");
}
