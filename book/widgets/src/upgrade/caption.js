/** @import { Unit } from "../wire/tap.js" */
/** @import { Box } from "./boxes.js" */
import { layersOf } from "../wire/layers.js";
import { isProbe } from "../wire/rows/row.js";
import { bytesWord } from "../wire/unit-rows.js";
import { packetsOf, requestOf, statusOf } from "./boxes.js";
import { labelOf, sideOf } from "./words.js";

/** What a packet says, by its type: the client's words, and the server's where they differ. @type {Record<string, [string, string?]>} */
const SAYS = {
  open: ["The session's id, the transports to move to, and how often the server pings."],
  close: ["This transport is closed."],
  ping: ["Are you there?"],
  pong: ["Yes."],
  "ping probe": ["Does this way carry packets?"],
  "pong probe": ["It does."],
  upgrade: ["From now on everything goes this way. Polling is over."],
  noop: ["Nothing: it ends the poll that waits, so that the client may move."],
  message: ["A message."],
  CONNECT: ["Asks for the namespace.", "You are in; this is the socket's own id."],
  CONNECT_ERROR: ["The namespace is refused."],
  DISCONNECT: ["Leaves the namespace."],
  EVENT: ["An event: its name, then its arguments."],
  BINARY_EVENT: ["An event; its bytes follow as attachments."],
  ACK: ["The answer to the event with this id."],
  BINARY_ACK: ["The answer to the event with this id; its bytes follow."],
  socket_io_attachment: ["Bytes of the packet before."],
};

/** What a box is, where its bytes go, and what it says. @param {Box} box */
export function captionOf(box) {
  const { what, packets } = labelOf(box);
  const name = [what, ...packets].filter(Boolean).join(" ");
  const side = sideOf(box);
  return `${side[0]?.toUpperCase()}${side.slice(1)}: ${name}. ${weightOf(box)} ${meaningOf(box)}`;
}

/** @param {Box} box */
function weightOf({ units, content, bytes }) {
  const parts = layersOf(units, content)?.parts ?? [];
  if (parts.length === 0) return `${bytesWord(bytes)}.`;
  return `${bytesWord(bytes)}: ${parts.map(({ name, bytes }) => `${name} ${bytes}`).join(" + ")}.`;
}

/** @param {Box} box */
function meaningOf(box) {
  const packets = packetsOf(box);
  const says = packets.map((packet) => {
    const [own = "", servers = own] = SAYS[wordOf(box, packet)] ?? [];
    return box.from === "client" ? own : servers;
  });
  if (packets.length === 0) says.push(box.kind === "request" ? asked(box) : answered(box));
  else if (box.kind === "request") says.push("What a client has to say needs a POST.");
  if (packets.length > 1)
    says.push("Packets that waited share an answer; the byte 1e stands between them.");
  return says.join(" ").trim();
}

/** What an Engine.IO packet holds: a Socket.IO packet, or its own type. @param {Box} box @param {Unit} packet */
function wordOf({ content }, packet) {
  const at = content.findIndex(({ unit }) => unit === packet);
  const inside = content[at + 1]?.unit;
  if (inside?.kind === "socket_io")
    return String(/** @type {{ packet_type?: string }} */ (inside.packet)?.packet_type);
  if (inside?.kind === "socket_io_attachment") return inside.kind;
  return `${packet.packet_type}${isProbe(packet) ? " probe" : ""}`;
}

/** @param {Box} box */
function asked(box) {
  const { query } = requestOf(box);
  if (query.get("transport") === "websocket") {
    return query.has("sid")
      ? "Asks to switch to WebSocket, and names the session that polling opened."
      : "Asks to switch to WebSocket. There is no session yet.";
  }
  return query.has("sid")
    ? "Asks what is new, and waits until something is."
    : "Asks for a session: EIO=4 is the protocol's version.";
}

/** @param {Box} box */
function answered(box) {
  const status = statusOf(box) ?? 0;
  if (status === 101) return "Agreed: from here on this connection carries frames.";
  if (status >= 400) return "Refused.";
  if (status > 0)
    return "The POST arrived. What the server has to say to it comes by the poll that waits.";
  return "";
}
