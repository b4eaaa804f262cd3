/** @import { RowDefinition } from "./row.js" */

/**
 * Every row, in the order of the table: first those of the source. Each is a chunk of its own.
 *
 * @type {Record<string, () => Promise<{ default: RowDefinition }>>}
 */
const ROWS = {
  messaging: () => import("./rows/messaging.js"),
  reconnection: () => import("./rows/reconnection.js"),
  broadcasting: () => import("./rows/broadcasting.js"),
  rooms: () => import("./rows/rooms.js"),
  fallback: () => import("./rows/fallback.js"),
  easy: () => import("./rows/easy.js"),
  acks: () => import("./rows/acks.js"),
  heartbeat: () => import("./rows/heartbeat.js"),
  offline: () => import("./rows/offline.js"),
  binary: () => import("./rows/binary.js"),
  delivery: () => import("./rows/delivery.js"),
  bytes: () => import("./rows/bytes.js"),
  download: () => import("./rows/download.js"),
  sticky: () => import("./rows/sticky.js"),
  plain: () => import("./rows/plain.js"),
};

/**
 * The rows that a demo shows.
 *
 * @param {string | undefined} names separated by commas; none: all rows
 * @returns {Promise<RowDefinition[]>} in the order of the table
 */
export async function loadRows(names) {
  const wanted = names ? names.split(",") : Object.keys(ROWS);
  const unknown = wanted.find((name) => !ROWS[name]);
  if (unknown) throw new Error(`The table has no row "${unknown}". Rows: ${Object.keys(ROWS)}.`);
  const loading = Object.entries(ROWS)
    .filter(([name]) => wanted.includes(name))
    .map(([, load]) => load());
  return (await Promise.all(loading)).map((module) => module.default);
}
