/** How long a row waits for what has to come: ten times what a slow line needs. */
const PATIENCE_MS = 10_000;

/**
 * Waits for something that has to happen, but not for ever.
 *
 * @template T
 * @param {AbortSignal} signal ends the wait with the run
 * @param {string} what as in "Waited 10 s in vain for …"
 * @param {(happened: (value: T) => void, failed: (why: string) => void) => void} listen is called at once
 * @param {number} [ms]
 * @returns {Promise<T>} what `happened` was called with first
 */
export function until(signal, what, listen, ms = PATIENCE_MS) {
  /** @type {Promise<T>} */
  const wait = new Promise((resolve, reject) => {
    const late = AbortSignal.timeout(ms);
    const inVain = new Error(`Waited ${ms / 1000} s in vain for ${what}.`);
    late.addEventListener("abort", () => reject(inVain));
    signal.addEventListener("abort", () => reject(signal.reason));
    listen(resolve, (why) => reject(new Error(why)));
  });
  // Who listens early awaits late, or not at all when something else fails first.
  wait.catch(() => {});
  return wait;
}

/**
 * What a promise comes to, and the milliseconds until then.
 *
 * @template T
 * @param {Promise<T>} promise
 */
export async function timed(promise) {
  const begun = performance.now();
  const value = await promise;
  return { value, ms: performance.now() - begun };
}
