import { sentence } from "../sentence.js";
import { takeTicks } from "./lane.js";

/** @import { Lane } from "./lane.js" */

/**
 * Short polling: ask, wait, ask again, whether there is news or not.
 * @param {Lane} lane
 * @param {() => number} interval milliseconds between an answer and the next question
 */
export async function readByShortPolling(lane, interval) {
  while (!(await askForTicks(lane, "poll"))) await wait(interval(), lane.signal);
}

/**
 * Long polling: ask; the server keeps the question until it has news; ask again at once.
 * @param {Lane} lane
 */
export async function readByLongPolling(lane) {
  while (!(await askForTicks(lane, "long-poll")));
}

/**
 * One question. Tells whether the last tick is here.
 * @param {Lane} lane
 * @param {"poll" | "long-poll"} path
 */
async function askForTicks(lane, path) {
  const { url, record, signal, changed } = lane;
  record.requests += 1;
  changed();
  const response = await fetch(url(`${path}?after=${record.newest}`), {
    cache: "no-store",
    signal,
  });
  const body = await response.text();
  if (!response.ok) throw new Error(sentence(response.status, body));
  takeTicks(lane, body);
  record.ended = record.newest === record.count;
  return record.ended;
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
