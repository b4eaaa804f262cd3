/** @import { Unit } from "../wire/tap.js" */
/** @import { Box } from "./boxes.js" */
import { opcodeOf } from "../wire/rows/row.js";
import { packetsOf, requestOf, statusOf } from "./boxes.js";

/** Characters of a packet that a box shows. */
const SHOWN = 28;

const decoder = new TextDecoder();

/** What a box is in two or three words, and the packets that it carries, as they are on the wire. */
/** @param {Box} box @returns {{ what: string, packets: string[] }} */
export function labelOf(box) {
  return { what: whatOf(box), packets: packetsOf(box).map(packetText) };
}

/** @param {Box} box */
function whatOf(box) {
  if (box.kind === "request") {
    const { method, query } = requestOf(box);
    if (query.get("transport") === "websocket") return `${method} Upgrade`;
    return method === "GET" ? `${method} polling` : method;
  }
  if (box.kind === "response") {
    const status = statusOf(box);
    if (status === 101) return "101 Switching Protocols";
    return packetsOf(box).length > 0 ? `${status}` : `${status} ${bodyOf(box)}`.trimEnd();
  }
  const [first] = box.units;
  if (box.kind === "other" || !first) return first?.unit.summary ?? "";
  const opcode = opcodeOf(first.unit) ?? "";
  return opcode === "text" ? "" : opcode === "binary" ? "attachment" : `${opcode} frame`;
}

/** A short body that holds no packet, such as the `ok` that answers a POST. @param {Box} box */
function bodyOf({ units }) {
  const text = units.slice(1).map(({ unit }) => textOf(unit));
  return text.join("").slice(0, SHOWN);
}

/** A packet with its JSON folded: `40/echo,{…}`, `42["message",…]`. @param {Unit} unit */
export function packetText(unit) {
  if (unit.binary) return `${unit.bytes.length / 2} bytes`;
  const text = textOf(unit);
  const folded = text
    .replace(/^(\d[^[{]*)\{.*\}$/s, "$1{…}")
    .replace(/^(\d[^[{]*\["(?:[^"\\]|\\.)*"),.*\]$/s, "$1,…]");
  return folded.length > SHOWN ? `${folded.slice(0, SHOWN - 1)}…` : folded;
}

/** @param {Unit} unit */
function textOf({ bytes }) {
  return decoder.decode(Uint8Array.from(bytes.match(/../g) ?? [], (hex) => parseInt(hex, 16)));
}

/** Where a box stands and what it weighs, for who cannot see its place. @param {Box} box */
export function sideOf({ connection, from }) {
  const arrow = from === "client" ? "client to server" : "server to client";
  return `connection ${connection}, ${arrow}`;
}

/** @param {number} us @param {number} start_us */
export function msOf(us, start_us) {
  return `${((us - start_us) / 1000).toFixed(1)} ms`;
}
