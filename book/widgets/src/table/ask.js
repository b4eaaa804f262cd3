/** @import { Socket } from "socket.io-client" */

/** An answer from the playground that takes longer will not come. */
const ANSWER_MS = 5_000;

/**
 * Emits an event of the namespace `/rooms` and waits for the acknowledgement. A refusal is thrown, in the
 * server's words.
 *
 * @param {Socket} socket @param {string} event @param {unknown[]} args
 * @returns {Promise<any>}
 */
export async function ask(socket, event, ...args) {
  const answer = await socket.timeout(ANSWER_MS).emitWithAck(event, ...args);
  if (answer.error) throw new Error(answer.error);
  return answer;
}
