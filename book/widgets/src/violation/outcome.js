/**
 * What came of a broken rule: what the page was told, what the wire saw, and what that amounts to.
 *
 * @import { ExchangeEvent, Field, Unit } from "../wire/tap.js"
 *
 * @typedef {{ rule: string, title: string, section: string, sent: string, bytes: string,
 *   then: string | null, demands: string, close_code: number | null }} Violation as
 *   `GET /violations.json` lists it
 * @typedef {{ opened: boolean, texts: string[], events: string[] }} Seen by the page, in order
 * @typedef {{ code: number | null, reason: string }} Close a Close frame; null: without a code
 * @typedef {{ kept: "watched" | "lost", close: Close | null }} Wire `lost`: nobody knows
 */

/** Predictions, in words that complete "Your browser …". */
export const KEEPS_GOING = "keeps going";
export const NEVER_OPENS = "never opens";
export const PREDICTIONS = [KEEPS_GOING, closesWith(1002), closesWith(1007), NEVER_OPENS];

/** @param {number | null} code */
function closesWith(code) {
  return code === null ? "closes without a code" : `closes with ${code}`;
}

/**
 * The Close frame that the browser sent, if it sent one.
 *
 * @param {readonly { type: string, token: string, unit?: Unit }[]} events @param {string} token
 * @returns {Wire}
 */
export function wireOf(events, token) {
  const own = events.filter((event) => event.token === token);
  const frame = own.find(({ unit }) => unit?.direction === "client_to_server" && isClose(unit));
  const ended = own.some(({ type }) => type === "ended");
  const fields = frame?.unit?.fields.find(({ name }) => name === "Payload Data")?.children ?? [];
  const code = valueOf(fields, "status code");
  const reason = valueOf(fields, "reason");
  return {
    kept: ended || frame ? "watched" : "lost",
    close: frame
      ? { code: typeof code === "number" ? code : null, reason: `${reason ?? ""}` }
      : null,
  };
}

/** @param {Unit} unit */
function isClose({ kind, header }) {
  return kind === "frame" && /** @type {{ opcode: string }} */ (header).opcode === "close";
}

/** @param {Field[]} fields @param {string} wanted */
function valueOf(fields, wanted) {
  return fields.find(({ name }) => name === wanted)?.value;
}

/** What the browser did, in the words of the predictions where they fit. @param {Violation} violation @param {Seen} seen @param {Wire} wire */
export function outcome({ then }, { opened, texts }, { kept, close }) {
  if (!opened) return NEVER_OPENS;
  if (then !== null && texts.includes(then)) return KEEPS_GOING;
  if (close) return closesWith(close.code);
  return kept === "watched" ? "ends without a Close frame" : "ends";
}

/** What the browser sent, for a table. @param {Wire} wire */
export function describeWire({ kept, close }) {
  if (close === null) return kept === "watched" ? "no Close frame" : "not seen: the tap is missing";
  const reason = close.reason && ` “${close.reason}”`;
  return close.code === null ? "Close without a code" : `Close ${close.code}${reason}`;
}

/** `9 times closes with 1002, once never opens` @param {string[]} outcomes */
export function tally(outcomes) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts]
    .map(([outcome, count]) => `${count === 1 ? "once" : `${count} times`} it ${outcome}`)
    .join(", ");
}
