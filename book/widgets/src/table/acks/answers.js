import { timed } from "../until.js";

/**
 * What came of each question, in words.
 *
 * @typedef {{ answered: string, never: string, late: string }} Answers
 */

/** Ada gives up after so long: time for a slow line, and short enough to watch. */
export const PATIENCE_MS = 300;

/** Long enough that only Bo decides when the answer comes. */
export const LONG_MS = 5_000;

/**
 * The time of the second of two: the first one also pays for code that runs for the first time.
 *
 * @param {() => Promise<unknown>} ask
 */
export async function second(ask) {
  await ask();
  return timed(ask());
}

/** @param {Promise<unknown>} asked @returns {Promise<string>} why it failed */
export async function failure(asked) {
  try {
    await asked;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("An answer came although Bo gave none.");
}
