/**
 * Close codes and reasons as RFC 6455 section 7.4 and the WebSocket API see them.
 */

/** @type {Record<number, string>} */
const NAMES = {
  1000: "normal closure",
  1001: "going away",
  1002: "protocol error",
  1003: "unsupported data",
  1005: "no code was sent",
  1006: "the connection was lost without a close frame",
  1007: "a text message was not UTF-8",
  1008: "policy violation",
  1009: "message too big",
  1010: "missing extension",
  1011: "internal error",
  1012: "service restart",
  1013: "try again later",
  1014: "bad gateway",
  1015: "TLS handshake failed",
  3000: "unauthorized",
  3003: "forbidden",
  3008: "timeout",
};

/** What a close code means, or "" when nobody registered a meaning. @param {number} code */
export function closeCodeName(code) {
  if (code >= 4000 && code <= 4999) return "for private use";
  return NAMES[code] ?? "";
}

/**
 * Why a browser would not close with this code; "" when it would. Nothing typed means no code.
 *
 * @param {string} typed
 */
export function closeCodeProblem(typed) {
  if (typed === "") return "";
  const code = Number(typed);
  const allowed = code === 1000 || (code >= 3000 && code <= 4999);
  if (/^\d+$/.test(typed) && allowed) return "";
  const name = NAMES[code] ? ` ${code} means “${NAMES[code]}”: not for a page to say.` : "";
  return `close() takes 1000 or 3000 to 4999 and throws InvalidAccessError for others.${name}`;
}

/** A control frame carries 125 bytes and the code takes two (RFC 6455 section 5.5.1). */
export const MAX_REASON_BYTES = 123;

/** Why a browser would not send this reason; "" when it would. @param {string} reason */
export function reasonProblem(reason) {
  const bytes = new TextEncoder().encode(reason).length;
  if (bytes <= MAX_REASON_BYTES) return "";
  return `A reason is at most ${MAX_REASON_BYTES} bytes of UTF-8. This one has ${bytes}.`;
}

/**
 * One line on how a WebSocket ended.
 *
 * @param {{ code: number, reason: string, wasClean: boolean }} event
 */
export function describeClose({ code, reason, wasClean }) {
  const name = closeCodeName(code);
  const words = [`code ${code}${name && ` (${name})`}`];
  words.push(reason ? `reason “${reason}”` : "no reason", `wasClean ${wasClean}`);
  return `Closed: ${words.join(", ")}`;
}
