/** @import { Passage } from "./passage.js" */

/**
 * One way for the numbers, with a line that is cut.
 *
 * @typedef {{
 *   name: string,
 *   label: string,
 *   passage: Passage,
 *   send: (n: number) => void,
 *   over: () => Promise<unknown>,
 * }} Lane `label`: of the connection that is cut; `over`: waits until the line is back and nothing more
 *   can come
 */

/** How long a client may take to come back: Socket.IO waits up to 1.5, 3 and 5 s between attempts. */
export const RETURN_MS = 20_000;

/** Said last. Messages of one connection keep their order: who hears it has heard all that comes. */
export const END = 0;
