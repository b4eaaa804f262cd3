/** Moments, counted per 100 ms. No DOM. */

export const BIN_MS = 100;

/**
 * How many moments fall into each 100 ms from `zero` on.
 *
 * @param {readonly number[]} moments @param {number} zero
 * @returns {number[]} as long as the latest moment needs
 */
export function perBin(moments, zero) {
  /** @type {number[]} */
  const bins = [];
  for (const moment of moments) {
    const bin = Math.floor((moment - zero) / BIN_MS);
    while (bins.length <= bin) bins.push(0);
    if (bin >= 0) bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** The most in 100 ms. @param {readonly number[]} bins */
export function peak(bins) {
  return Math.max(0, ...bins);
}

/** Tenths of a second that have any. @param {readonly number[]} bins */
export function used(bins) {
  return bins.filter((count) => count > 0).length;
}
