/**
 * An HTTP answer in the units of the wire, as its lines. No DOM.
 *
 * @import { Unit } from "../wire/tap.js"
 * @typedef {{ status: string, headers: string[], sentence: string }} Answer
 */
import { parseHex } from "../payload.js";

/** @param {Unit[]} units of the request and of the response @returns {Answer} */
export function answerIn(units) {
  const [status = "", ...headers] = text(units, "response_head").trim().split("\r\n");
  return { status, headers, sentence: text(units, "body").trim() };
}

/** The rules that the request breaks. @param {Unit[]} units */
export function brokenRules(units) {
  return units.flatMap(({ kind, sentence = "", section = "" }) =>
    kind === "malformed" ? [`${sentence} (${section})`] : [],
  );
}

/** A header's value in a head. @param {Unit} head @param {string} name in small letters */
export function headerIn(head, name) {
  const lines = decode(head.bytes).split("\r\n");
  const line = lines.find((line) => line.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? "";
}

/** @param {Unit[]} units @param {string} kind */
function text(units, kind) {
  const own = units.filter((unit) => unit.kind === kind && unit.direction === "server_to_client");
  return own.map(({ bytes }) => decode(bytes)).join("");
}

/** @param {string} hex */
function decode(hex) {
  return new TextDecoder().decode(parseHex(hex) ?? new Uint8Array());
}
