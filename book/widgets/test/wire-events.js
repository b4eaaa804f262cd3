// The golden conversations of the crate `wire`, told as the tap tells them.
import { readFileSync } from "node:fs";

/** @typedef {import("../src/wire/tap.js").Direction} Direction */

const of = { token: "t", connection: 7, exchange: 1 };

/** @param {string} name @returns {any[]} reads and units in their order, 1 ms a feed */
export function eventsOf(name) {
  const url = new URL(`../../../playground/wire/fixtures/${name}.json`, import.meta.url);
  /** @type {{ feeds: { direction: Direction, hex: string }[], units: any[] }} */
  const { feeds, units } = JSON.parse(readFileSync(url, "utf8"));
  /** @type {any[]} */
  const events = [];
  const sent = { client_to_server: 0, server_to_client: 0 };
  const waiting = [...units];
  for (const [index, { direction, hex }] of feeds.entries()) {
    const at_us = 1000 * index;
    const span = [sent[direction], (sent[direction] += hex.length / 2)];
    events.push({ type: "read", ...of, direction, at_us, span });
    while (
      waiting[0] &&
      waiting[0].span[1] <= sent[/** @type {Direction} */ (waiting[0].direction)]
    ) {
      events.push({ type: "unit", ...of, at_us, unit: waiting.shift() });
    }
  }
  return events.concat(waiting.map((unit) => ({ type: "unit", ...of, at_us: 9e5, unit })));
}

/** @param {any} [more] */
export function ended(more) {
  return { type: "ended", ...of, at_us: 1e6, up: 366, down: 167, dropped: 0, ...more };
}

/** A small text frame of the server's, one a millisecond. @param {number} index @returns {any} */
export function tick(index) {
  const at = 2 * index;
  const header = { fin: true, opcode: "text", payload_length: 0 };
  const unit = { direction: "server_to_client", layer: "wire", kind: "frame", header };
  const rest = { summary: `text ${index}`, span: [at, at + 2], bytes: "8100", fields: [] };
  return { type: "unit", ...of, at_us: 1000 * index, unit: { ...unit, ...rest } };
}
