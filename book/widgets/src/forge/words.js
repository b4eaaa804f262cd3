/**
 * What came over the raw connection, in words. No DOM.
 *
 * @import { Unit } from "../wire/tap.js"
 * @import { Ended, Preview } from "../raw/raw-client.js"
 */
import { closeCodeName } from "../close-code.js";
import { bytesWord, printable } from "../wire/unit-rows.js";

/** Characters of a payload that a row shows. */
const SHOWN = 60;

/** @typedef {{ opcode: string, fin: boolean, payload_length: number }} Header */

/** @param {Unit} unit @returns {Header | null} null: not a frame */
export function headerOf(unit) {
  return unit.kind === "frame" ? /** @type {Header} */ (unit.header) : null;
}

/** One line on a frame: `text, 5 bytes: “Hello”`. @param {Unit} unit */
export function describeFrame(unit) {
  const header = headerOf(unit);
  if (header === null) return unit.summary;
  const data = unit.fields.find(({ name }) => name === "Payload Data");
  const [code, reason] = data?.children ?? [];
  if (header.opcode === "close" && typeof code?.value === "number") {
    const name = closeCodeName(code.value);
    return `close ${code.value}${name && ` (${name})`}${quoted(reason?.value)}`;
  }
  const part = header.fin ? "" : ", not final";
  return `${header.opcode}${part}, ${bytesWord(header.payload_length)}${quoted(data?.value)}`;
}

/** @param {unknown} value */
function quoted(value) {
  if (typeof value !== "string" || value === "") return "";
  return `: “${printable(value.slice(0, SHOWN))}${value.length > SHOWN ? "…" : ""}”`;
}

/** Why a server may stay silent after these frames; "": it has no reason to. @param {Preview} preview */
export function whySilent({ missing, units }) {
  if (missing > 0) {
    return `The last header claims more than there is, so the server waits for ${atLeast(missing)}. It cannot know that nothing will come.`;
  }
  const data = units.map(headerOf).filter((header) => header && isData(header.opcode));
  if (data.at(-1)?.fin === false) {
    return "The message is not at its end: its last frame has FIN 0, so the server waits for more.";
  }
  if (units.map(headerOf).every((header) => header === null || header.opcode === "pong")) {
    return "A pong that nobody asked for is answered with nothing (RFC 6455 section 5.5.3).";
  }
  return "";
}

/** @param {string} opcode */
function isData(opcode) {
  return ["text", "binary", "continuation"].includes(opcode);
}

/** @param {number} missing */
export function atLeast(missing) {
  // In the middle of a header nobody can know how much is to come.
  return missing === 1 ? "at least 1 more byte" : `${bytesWord(missing)} more`;
}

/**
 * What came back, and how it ended, in one sentence or two.
 *
 * @param {Unit[]} units frames that came back
 * @param {Ended | null} ended null: the connection is open
 * @param {Preview | null} sent
 */
export function outcome(units, ended, sent) {
  const end = ended ? ended.sentence : "The connection is open.";
  if (units.length > 0) {
    const count = units.length === 1 ? "One frame" : `${units.length} frames`;
    const last = units.at(-1);
    const close = last && headerOf(last)?.opcode === "close" ? `, a close at the end` : "";
    return `${count} came back${units.length > 1 ? close : ""}: ${units.map(describeFrame).join("; ")}. ${end}`;
  }
  if (ended) return `Nothing came back. ${end}`;
  const why = sent ? whySilent(sent) : "";
  return `Nothing has come back so far. ${why || "The connection is open."}`;
}
