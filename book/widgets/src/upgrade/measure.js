/** @import { Box } from "./boxes.js" */
import { packetsOf, socketPacketsOf, sum } from "./boxes.js";

/** @typedef {{ connections: number, requests: number, up: number, down: number }} Cost of connecting */

/**
 * What crossed until the client was in: up to the server's CONNECT and, when the client moves to another transport, up to
 * its upgrade packet. Whatever comes later (events, heartbeats) does not count.
 *
 * @param {Box[]} boxes in the order of time
 * @param {boolean} moves whether the client moves
 * @returns {Cost | null} null: not there yet
 */
export function costToConnect(boxes, moves) {
  const isIn = boxes.findIndex((box) => box.from === "server" && holdsConnect(box));
  const moved = boxes.findIndex((box) => packetsOf(box).some((packet) => isUpgrade(packet)));
  if (isIn < 0 || (moves && moved < 0)) return null;
  const until = boxes.slice(0, Math.max(isIn, moves ? moved : -1) + 1);
  const bytes = (/** @type {Box["from"]} */ side) =>
    sum(until.filter(({ from }) => from === side).map((box) => box.bytes));
  return {
    connections: new Set(until.map(({ connection }) => connection)).size,
    requests: until.filter(({ kind }) => kind === "request").length,
    up: bytes("client"),
    down: bytes("server"),
  };
}

/** @param {Box} box */
function holdsConnect(box) {
  return socketPacketsOf(box).some(
    ({ packet }) => /** @type {any} */ (packet)?.packet_type === "CONNECT",
  );
}

/** @param {import("../wire/tap.js").Unit} packet */
function isUpgrade({ packet_type }) {
  return packet_type === "upgrade";
}
