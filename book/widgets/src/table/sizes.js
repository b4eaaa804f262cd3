/** Messages that the reader measures at one time. */
export const MOST_SIZES = 5;

/** The longest text: the playground takes 64 KiB, and nobody waits for it. */
export const LONGEST_TEXT = 10_000;

/**
 * "5, 1000" -> [5, 1000], or a sentence on what is wrong.
 *
 * @param {string} text
 * @returns {number[] | string}
 */
export function readSizes(text) {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  if (words.length < 1 || words.length > MOST_SIZES) {
    return `Expected 1 to ${MOST_SIZES} numbers, such as 5, 100, 1000.`;
  }
  const sizes = words.map(Number);
  const wrong = words.find((word, index) => {
    const size = sizes[index] ?? NaN;
    return !/^\d+$/.test(word) || size < 1 || size > LONGEST_TEXT;
  });
  if (wrong) return `“${wrong}” is no whole number from 1 to ${LONGEST_TEXT.toLocaleString("en")}.`;
  return sizes;
}
