/** The ways to read one race, in the order in which they are shown. A dash belongs to each, so that colour is never the only sign. */
export const LANES = /** @type {const} */ ({
  poll: { title: "Short polling", dash: [] },
  "long-poll": { title: "Long polling", dash: [8, 4] },
  sse: { title: "SSE", dash: [2, 4] },
  ws: { title: "WebSocket", dash: [12, 4, 2, 4] },
});

/** @typedef {keyof typeof LANES} LaneName */

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
