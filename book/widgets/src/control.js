/**
 * What a page and `/ws/control` say to each other, in words.
 *
 * @typedef {{ type: "ping", payload: string } | { type: "close", code?: number, reason?: string } |
 *   { type: "cut" }} Wish
 */

/** @param {Wish} wish */
export function describeWish(wish) {
  if (wish.type === "ping") return `Send a Ping frame with ${quoted(wish.payload)}`;
  if (wish.type === "cut") return "End TCP without a Close frame";
  if (wish.code === undefined) return "Send a Close frame without a code";
  return `Send a Close frame with ${wish.code}${wish.reason ? ` and ${quoted(wish.reason)}` : ""}`;
}

/** The server's answer; what is none is shown as it is. @param {string} text */
export function describeAnswer(text) {
  try {
    const { type, payload, after_ms, reason } = JSON.parse(text);
    if (type === "refused") return `Refused. ${reason}`;
    if (type === "pong")
      return `Your browser answered with a Pong frame with ${quoted(payload)}, ${after_ms.toFixed(1)} ms after the Ping`;
  } catch {
    // Shown as it is.
  }
  return text;
}

/** Why a code does not fit a Close frame, whoever may send it; "" when it does. @param {string} typed */
export function codeProblem(typed) {
  if (/^\d+$/.test(typed) && Number(typed) <= 0xffff) return "";
  return "A close code is two bytes: a whole number from 0 to 65535.";
}

/** @param {string} text */
function quoted(text) {
  return text === "" ? "no payload" : `“${text}”`;
}
