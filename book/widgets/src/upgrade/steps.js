/** @import { Box } from "./boxes.js" */
import { isProbe, opcodeOf } from "../wire/rows/row.js";
import { isSwitch, packetsOf, requestOf, socketPacketsOf } from "./boxes.js";

/**
 * @typedef {"open" | "connect" | "poll" | "websocket" | "probe" | "upgrade" | "events" | "heartbeat" | "end"} Step
 *
 * Boxes that follow each other in time, from the first of a step to the first of the next new step.
 * @typedef {{ step: Step, number: number, boxes: Placed[] }} Group `number`: in the order of this run
 *
 * @typedef {{ box: Box, earlier: number | null }} Placed `earlier`: the number of the step that it belongs to, if that
 *   began before
 */

/** What each step is called, and why it is there. @type {Record<Step, [title: string, why: string]>} */
export const STEPS = {
  open: [
    "Engine.IO opens a session",
    "The server's first packet, 0 (open), names the session's id, which every later request carries, and the transports to move to.",
  ],
  connect: [
    "CONNECT: into the namespace /echo",
    "Socket.IO's own hello, 40: a message (4) with a CONNECT (0). Over polling, what the client says needs a POST of its own.",
  ],
  poll: [
    "A poll that waits",
    "The server can only answer, so the client keeps a GET open for whatever comes.",
  ],
  websocket: [
    "A WebSocket",
    "A GET asks to switch, 101 agrees. From here on this connection carries frames, and its heads are paid once.",
  ],
  probe: [
    "The probe",
    "Does the new way carry packets? 2probe goes, 3probe comes back. 6 (noop) lets the poll that waits go, so that nothing is left on the old way.",
  ],
  upgrade: [
    "The move",
    "5 (upgrade): from now on everything goes over the WebSocket. Polling is over.",
  ],
  events: [
    "Events",
    "42: a message (4) with an EVENT (2). /echo first says which auth it was given, then says back what it hears.",
  ],
  heartbeat: [
    "Heartbeat",
    "The server asks 2 (ping), the client answers 3 (pong). Who is silent for too long is given up.",
  ],
  end: ["The end", "41 leaves the namespace, and the transport is closed."],
};

/** The steps of a run in the default order. @type {Step[]} */
export const OUTLINE = ["open", "connect", "poll", "websocket", "probe", "upgrade", "events"];

/** The steps of a run: strictly in time, so a box of an earlier step may stand in a later group. */
/** @param {Box[]} boxes in the order of time @returns {Group[]} */
export function groupsOf(boxes) {
  /** @type {Group[]} */
  const groups = [];
  for (const box of boxes) {
    const step = stepOf(box, boxes);
    const own = groups.find((group) => group.step === step);
    if (!own) groups.push({ step, number: groups.length + 1, boxes: [] });
    const last = groups.at(-1);
    last?.boxes.push({ box, earlier: own && own !== last ? own.number : null });
  }
  return groups;
}

/** @param {Box} box @param {Box[]} boxes all of them @returns {Step} */
export function stepOf(box, boxes) {
  if (box.kind === "request") return stepOfRequest(box);
  if (box.kind === "response") return stepOfResponse(box, boxes);
  if (box.kind === "frame" && packetsOf(box).length === 0) {
    return box.units.some(({ unit }) => opcodeOf(unit) === "close") ? "end" : "events";
  }
  return stepOfPackets(box);
}

/** @param {Box} box @returns {Step} */
function stepOfRequest(box) {
  const { method, query } = requestOf(box);
  if (query.get("transport") === "websocket") return "websocket";
  if (method === "POST") return stepOfPackets(box);
  return query.has("sid") ? "poll" : "open";
}

/** @param {Box} box @param {Box[]} boxes @returns {Step} */
function stepOfResponse(box, boxes) {
  if (isSwitch(box)) return "websocket";
  const asked = boxes.find(({ kind, exchange }) => kind === "request" && exchange === box.exchange);
  const step = asked ? stepOfRequest(asked) : "poll";
  const says = stepOfPackets(box);
  // What a poll brings belongs to what it brings; that one is in is what the first poll is for.
  return step === "poll" && packetsOf(box).length > 0 && says !== "connect" ? says : step;
}

/** What packets are for, the weightiest first. @param {Box} box @returns {Step} */
function stepOfPackets(box) {
  const packets = packetsOf(box);
  const types = packets.map(({ packet_type }) => packet_type);
  const inside = socketPacketsOf(box).map(({ packet }) => /** @type {any} */ (packet)?.packet_type);
  if (types.includes("open")) return "open";
  if (inside.some((type) => type === "CONNECT" || type === "CONNECT_ERROR")) return "connect";
  if (packets.some(isProbe) || types.includes("noop")) return "probe";
  if (types.includes("upgrade")) return "upgrade";
  if (types.includes("close") || inside.includes("DISCONNECT")) return "end";
  return types.includes("message") ? "events" : "heartbeat";
}
