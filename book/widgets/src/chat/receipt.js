/** What became of a message, as its sender can know it. */

/** How long the server may take to acknowledge, as in Version 1 of the listings. */
export const ACK_TIMEOUT_MS = 5000;

/** @typedef {{ outcome: "delivered" | "refused" | "unknown", words: string }} Receipt */

/**
 * @param {unknown} answer what the server acknowledged with: `{ ok: true }` or `{ error: "…" }`
 * @param {number} ms from the sending to the answer
 * @returns {Receipt}
 */
export function receiptOf(answer, ms) {
  const { ok, error } = /** @type {{ ok?: unknown, error?: unknown }} */ (answer ?? {});
  if (typeof error === "string") return { outcome: "refused", words: `refused: ${error}` };
  if (ok === true) return { outcome: "delivered", words: `delivered, ${ms.toFixed(1)} ms` };
  return { outcome: "unknown", words: "an answer that this page does not know" };
}

/** The third outcome is not a failure: nobody knows. @type {Receipt} */
export const NO_ANSWER = { outcome: "unknown", words: "no answer: perhaps delivered, perhaps not" };

/** What is sent and not yet back. The server takes 10 a second, and an answer may take 5 s. */
const MAX_ON_THE_WAY = 50;

/**
 * A chat message is only its text: no name, no id. So a member knows its own by what it sent itself.
 */
export class OnTheWay {
  /** @type {unknown[]} */
  #sent = [];

  /** @param {unknown} message */
  add(message) {
    this.#sent.push(message);
    if (this.#sent.length > MAX_ON_THE_WAY) this.#sent.shift();
  }

  /** @param {unknown} message @returns {boolean} whether it was on the way */
  remove(message) {
    const index = this.#sent.indexOf(message);
    if (index >= 0) this.#sent.splice(index, 1);
    return index >= 0;
  }
}
