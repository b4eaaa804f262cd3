/**
 * The ways to read one race, in the order in which they are shown. A dash and a width belong to each, so that
 * colour is never the only sign: Socket.IO's lines are thick.
 */
export const LANES = /** @type {const} */ ({
  poll: { title: "Short polling", dash: [], width: 2 },
  "long-poll": { title: "Long polling", dash: [8, 4], width: 2 },
  sse: { title: "SSE", dash: [2, 4], width: 2 },
  ws: { title: "WebSocket", dash: [12, 4, 2, 4], width: 2 },
  "io-poll": { title: "Socket.IO, polling", dash: [14, 6], width: 4 },
  "io-ws": { title: "Socket.IO, WebSocket", dash: [4, 5], width: 4 },
});

/** @typedef {keyof typeof LANES} LaneName */

/** Whether a race with these lanes needs the Socket.IO client. @param {readonly LaneName[]} names */
export function needSocketIo(names) {
  return names.includes("io-poll") || names.includes("io-ws");
}

/**
 * The lanes that a demo asks for, `data-lanes="sse,ws"`; all of them when it names none.
 * @param {string | undefined} text
 * @returns {LaneName[]}
 */
export function parseLanes(text) {
  const all = /** @type {LaneName[]} */ (Object.keys(LANES));
  const wanted = (text ?? "").split(",").map((name) => name.trim());
  const known = all.filter((name) => wanted.includes(name));
  return known.length ? known : all;
}
