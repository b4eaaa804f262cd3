/**
 * The middle one: half are smaller, half larger.
 *
 * @param {number[]} values at least one
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** "0.4 ms": a browser's clock is no finer than 0.1 ms. @param {number} value */
export function ms(value) {
  return value >= 100 ? `${Math.round(value).toLocaleString("en")} ms` : `${value.toFixed(1)} ms`;
}

/** "1,234 bytes". @param {number} value */
export function bytes(value) {
  return value === 1 ? "1 byte" : `${value.toLocaleString("en")} bytes`;
}
