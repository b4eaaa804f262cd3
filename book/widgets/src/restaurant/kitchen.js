/**
 * An order as the playground tells it. How long the kitchen takes is its own business.
 *
 * @typedef {{ id: string, dish: string, status: "cooking" | "ready" }} Order
 */

/**
 * What the kitchen says over the walkie-talkie.
 *
 * @typedef {{ type: "heard" | "ready", order: Order } | { type: "refused", reason: string }} Spoken
 */

/**
 * Reads an order from JSON.
 *
 * @param {any} json
 * @returns {Order}
 */
export function readOrder(json) {
  const { id, dish, status } = json ?? {};
  const known = status === "cooking" || status === "ready";
  if (typeof id !== "string" || typeof dish !== "string" || !known) {
    throw new Error(`Expected an order, but the server sent ${JSON.stringify(json)}.`);
  }
  return { id, dish, status };
}

/**
 * Reads a message of `/ws/restaurant`.
 *
 * @param {string} text
 * @returns {Spoken}
 */
export function readSpoken(text) {
  const json = JSON.parse(text);
  switch (json?.type) {
    case "heard":
    case "ready":
      return { type: json.type, order: readOrder(json.order) };
    case "refused":
      return { type: "refused", reason: String(json.reason) };
    default:
      throw new Error(`Expected heard, ready or refused, but the server sent ${text}`);
  }
}
