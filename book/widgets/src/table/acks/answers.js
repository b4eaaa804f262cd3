import { median } from "../figures.js";
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

/** Questions that are timed. The median of so many does not hang on one pause of the machine. */
const TIMED = 5;

/**
 * The median time of an answer. One more question goes first: it also pays for code that runs for the first time.
 *
 * @param {() => Promise<unknown>} ask
 */
export async function timeToAnswer(ask) {
  await ask();
  const times = [];
  for (let count = 0; count < TIMED; count += 1) times.push((await timed(ask())).ms);
  return median(times);
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
