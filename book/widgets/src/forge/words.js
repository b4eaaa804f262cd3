/**
 * What came over the raw connection, in words. No DOM.
 *
 * @import { Field, Unit } from "../wire/tap.js"
 * @import { Ended, Preview } from "../raw/raw-client.js"
 */
import { closeCodeName } from "../close-code.js";
import { bytesOf, bytesWord, hexOf, printable } from "../wire/unit-rows.js";

/** Characters of a payload that a row shows. */
const SHOWN = 40;
/** The same in hex. */
const SHOWN_BYTES = 16;

/** @typedef {{ opcode: string, fin: boolean, mask: number[] | null, payload_length: number }} Header */

/** @param {Unit} unit @returns {Header | null} null: not a frame */
export function headerOf(unit) {
  return unit.kind === "frame" ? /** @type {Header} */ (unit.header) : null;
}

/** One line on a frame: `text, masked, 5 bytes: “Hello”`. @param {Unit} unit */
export function describeFrame(unit) {
  const header = headerOf(unit);
  if (header === null) return unit.summary;
  const data = unit.fields.find(({ name }) => name === "Payload Data");
  const [code, reason] = data?.children ?? [];
  if (header.opcode === "close" && typeof code?.value === "number") {
    const name = closeCodeName(code.value);
    return `${header.mask ? "masked " : ""}close ${code.value}${name && ` (${name})`}${quoted(reason?.value)}`;
  }
  const bits = `${header.fin ? "" : ", not final"}${header.mask ? ", masked" : ""}`;
  return `${header.opcode}${bits}, ${bytesWord(header.payload_length)}${data ? payload(unit, data) : ""}`;
}

/** Text in quotes, other bytes in hex. @param {Unit} unit @param {Field} field */
function payload(unit, { value, span }) {
  if (typeof value === "string") return quoted(value);
  const hex = typeof value === "object" ? value.hex : unit.bytes.slice(2 * span[0], 2 * span[1]);
  const bytes = bytesOf(hex);
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    return quoted(String.fromCharCode(...bytes));
  }
  return `: ${bytes.slice(0, SHOWN_BYTES).map(hexOf).join(" ")}${bytes.length > SHOWN_BYTES ? " …" : ""}`;
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
