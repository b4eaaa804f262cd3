/** @import { LaneRecord, Tick } from "./lane-record.js" */

/**
 * What a reader of one transport is given. It ends quietly when `signal` aborts, resolves when the last
 * tick is here, and rejects with a sentence for the reader of the page when the transport fails.
 * @typedef {object} Lane
 * @property {(path: string) => string} url the address of a path under `…/race/{id}/`
 * @property {LaneRecord} record
 * @property {() => void} changed call after each change of `record`
 * @property {AbortSignal} signal
 */

const utf8 = new TextEncoder();

/** @param {string} text */
export function byteLength(text) {
  return utf8.encode(text).length;
}

/**
 * Takes one tick that came alone, as SSE and WebSocket bring them.
 * @param {Lane} lane
 * @param {string} json
 */
export function takeTick(lane, json) {
  const arrival = performance.now();
  lane.record.bytes += byteLength(json);
  lane.record.add(JSON.parse(json), arrival);
  lane.changed();
}

/**
 * Takes an answer of polling: a JSON array of ticks, all arrived at once. The brackets and commas around
 * the ticks are not counted, so that every lane counts the same bytes for the same tick.
 * @param {Lane} lane
 * @param {string} json
 */
export function takeTicks(lane, json) {
  const arrival = performance.now();
  /** @type {Tick[]} */
  const ticks = JSON.parse(json);
  if (ticks.length === 0) return;
  lane.record.bytes += byteLength(json) - "[]".length - (ticks.length - 1);
  for (const tick of ticks) lane.record.add(tick, arrival);
  lane.changed();
}
