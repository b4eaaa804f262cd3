/** @import { Panel } from "../panel.js" */
/** @import { Lane } from "./lane.js" */

/** Numbers that are sent. */
export const LAST = 50;
/** So many a second: the playground takes 50 events a second in a room. */
export const PER_SECOND = 10;
/** The line is cut when this number is sent. */
export const CUT_AT = 15;
/** New connections are cut for so long, too. */
export const CUT_S = 1;

/** Numbers that a busy page sends without a look at its events, and the time that each takes. */
const BURST = 6;
const BUSY_MS = 8;

/**
 * Sends 1 to 50 on every lane, at the same moments, and cuts every line midway.
 *
 * @param {Panel} panel @param {Lane[]} lanes
 * @param {{ isBusy: boolean, draw: () => void }} how `isBusy`: what is sent just after the cut goes to a line that
 *   is gone, because a page that computes is not told so
 */
export async function sendAll(panel, lanes, { isBusy, draw }) {
  /** @type {Promise<unknown> | undefined} */
  let cuts;
  for (let n = 1; n <= LAST; n += 1) {
    if (n === CUT_AT) cuts = cutAll(panel, lanes);
    for (const lane of lanes) lane.send(n);
    if (isBusy && n >= CUT_AT && n < CUT_AT + BURST) compute(BUSY_MS);
    else await pause(panel, 1000 / PER_SECOND);
    draw();
  }
  await cuts;
  await Promise.all(lanes.map((lane) => lane.over()));
}

/** @param {Panel} panel @param {Lane[]} lanes */
function cutAll(panel, lanes) {
  const cut = (/** @type {Lane} */ { label }) => panel.faults.cut(panel.token(label), CUT_S);
  const cuts = Promise.all(lanes.map(cut));
  // Awaited when all is sent.
  cuts.catch(() => {});
  return cuts;
}

/** Keeps the page from its events, as a long computation does. @param {number} ms */
function compute(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** @param {Panel} panel @param {number} ms */
async function pause({ signal }, ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal.throwIfAborted();
}
