import { samePayload } from "./payload.js";

/** Messages that may be on their way at once; the oldest is given up when there are more. */
const MAX_PENDING = 1000;

/** @typedef {string | ArrayBuffer | Uint8Array} Payload */

/**
 * Matches answers with what was sent. A WebSocket keeps the order, so an answer belongs to the
 * oldest message that it fits, and what was sent before that one gets none any more. Whatever
 * else the server says (a greeting) belongs to no message.
 */
export class RoundTrips {
  /** @type {{ at: number, answer: Payload }[]} */
  #pending = [];

  /** @param {(sent: Payload) => Payload} answerTo what the server answers to a message */
  constructor(answerTo) {
    this.answerTo = answerTo;
  }

  /** @param {number} at milliseconds @param {Payload} payload */
  sent(at, payload) {
    this.#pending.push({ at, answer: this.answerTo(payload) });
    if (this.#pending.length > MAX_PENDING) this.#pending.shift();
  }

  /**
   * @param {number} at milliseconds @param {Payload} payload
   * @returns {number | null} milliseconds since it was sent; null: not an answer
   */
  received(at, payload) {
    const index = this.#pending.findIndex(({ answer }) => samePayload(answer, payload));
    const sent = this.#pending[index];
    this.#pending.splice(0, index + 1);
    return sent ? at - sent.at : null;
  }
}
