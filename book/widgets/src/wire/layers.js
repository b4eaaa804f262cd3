/**
 * The layers of what Socket.IO says: 1, a WebSocket frame or an HTTP message; 2, an Engine.IO packet; 3, a Socket.IO
 * packet. And what each adds in bytes to what the program said. No DOM.
 *
 * @import { Unit, UnitEvent } from "./tap.js"
 *
 * @typedef {Pick<UnitEvent, "unit" | "redacted" | "cut">} Shown
 * @typedef {{ name: string, bytes: number }} Part
 * @typedef {{ engine: Shown, socket: Shown | null, parts: Part[] }} Packet
 * @typedef {{ outer: Shown[], name: string, packets: Packet[], parts: Part[], total: number }} Layers `outer`: layer 1;
 *   `parts`: they add up to `total`, all bytes of `outer`
 */

/** Packets whose JSON is what a program said; in the others it is Socket.IO's own. */
const OF_THE_PROGRAM = new Set(["EVENT", "ACK", "BINARY_EVENT", "BINARY_ACK"]);

/**
 * @param {Shown[]} outer the frames of one message, or a head and its body: all that crossed
 * @param {Shown[]} inner what was read from them
 * @returns {Layers | null} null: no packets in it, or too many bytes to tell
 */
export function layersOf(outer, inner) {
  const packets = packetsOf(inner);
  const isTold = [...outer, ...inner].every(({ cut }) => cut === undefined);
  if (!isTold || outer.length === 0 || packets.length === 0) return null;
  const total = sum(outer.map(({ unit }) => spanOf(unit)));
  const parts = [around(outer), ...packets.flatMap((packet) => packet.parts)];
  const rest = total - sum(parts.map(({ bytes }) => bytes));
  const all = [...joined(parts), { name: "other packets and separators", bytes: rest }];
  return {
    outer,
    name: nameOf(outer),
    packets,
    parts: all.filter(({ bytes }) => bytes > 0),
    total,
  };
}

/** @param {Shown[]} inner @returns {Packet[]} */
function packetsOf(inner) {
  /** @type {Packet[]} */
  const packets = [];
  for (const shown of inner) {
    const { kind } = shown.unit;
    const last = packets.at(-1);
    if (kind === "engine_io") packets.push({ engine: shown, socket: null, parts: [] });
    else if (kind.startsWith("socket_io") && last) last.socket = shown;
  }
  for (const packet of packets) packet.parts = partsOf(packet);
  return packets;
}

/** @param {Packet} packet @returns {Part[]} */
function partsOf({ engine, socket }) {
  const size = sizeOf(engine.unit);
  if (!socket) return [{ name: "Engine.IO", bytes: size }];
  const inside = sizeOf(socket.unit);
  const { packet_type } = /** @type {{ packet_type?: string }} */ (socket.unit.packet ?? {});
  const isOwn = socket.unit.kind !== "socket_io" || OF_THE_PROGRAM.has(packet_type ?? "");
  const data = socket.unit.kind === "socket_io" ? payloadOf(socket.unit) : inside;
  return [
    { name: "Engine.IO", bytes: size - inside },
    { name: "Socket.IO", bytes: inside - data },
    { name: isOwn ? "your data" : "its data", bytes: data },
  ];
}

/** What layer 1 is without what it carries. @param {Shown[]} outer @returns {Part} */
function around(outer) {
  const units = outer.map(({ unit }) => unit);
  if (units[0]?.kind === "frame") {
    const bytes = sum(units.map((unit) => spanOf(unit) - payloadLengthOf(unit)));
    return { name: units.length === 1 ? "frame header" : `${units.length} frame headers`, bytes };
  }
  return { name: "HTTP head", bytes: sum(units.filter(isHead).map(spanOf)) };
}

/** @param {Shown[]} outer */
function nameOf([first]) {
  const names = { request_head: "HTTP request", response_head: "HTTP response", body: "HTTP body" };
  const kind = first?.unit.kind ?? "";
  return names[/** @type {keyof typeof names} */ (kind)] ?? "WebSocket frame";
}

/** @param {Unit} unit */
function isHead({ kind }) {
  return kind.endsWith("_head");
}

/** @param {Unit} unit */
function spanOf({ span: [from, to] }) {
  return to - from;
}

/** @param {Unit} unit */
function sizeOf({ bytes }) {
  return bytes.length / 2;
}

/** @param {Unit} unit */
function payloadLengthOf({ header }) {
  return Number(/** @type {{ payload_length?: number } | undefined} */ (header)?.payload_length);
}

/** @param {Unit} unit a Socket.IO packet */
function payloadOf({ fields }) {
  const [from, to] = fields.find(({ name }) => name === "payload")?.span ?? [0, 0];
  return to - from;
}

/** Parts of one name are one. @param {Part[]} parts */
function joined(parts) {
  const names = [...new Set(parts.map(({ name }) => name))];
  const bytesOf = (/** @type {string} */ name) =>
    sum(parts.filter((part) => part.name === name).map(({ bytes }) => bytes));
  return names.map((name) => ({ name, bytes: bytesOf(name) }));
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
