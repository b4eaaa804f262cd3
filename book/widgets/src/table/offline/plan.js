/** What is sent in the row "Offline buffering". */

/** The line is cut for so long: two or three attempts of Socket.IO's client fit. */
export const CUT_S = 3;

/** Longer than the client's longest pause between two attempts (5 s, and half of it by chance). */
export const RETURN_MS = 20_000;

/** Sent while the line is down, and the same as volatile. */
export const SENT = 5;

/** Said by somebody else meanwhile. */
export const SAID_MEANWHILE = 3;

/** @param {number} count @param {string} kind @returns {string[]} */
export function texts(count, kind) {
  return Array.from({ length: count }, (_, at) => `${kind} ${at + 1}`);
}

/** How many of these arrived. @param {readonly string[]} sent @param {readonly string[]} got */
export function countOf(sent, got) {
  return sent.filter((text) => got.includes(text)).length;
}
