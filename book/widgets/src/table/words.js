import { ms } from "./figures.js";

/** "2.1 s", or milliseconds below one second. @param {number} value milliseconds */
export function duration(value) {
  return value >= 1000 ? `${(value / 1000).toFixed(1)} s` : ms(value);
}

/** @param {number} count @param {number} of */
export function arrived(count, of) {
  return `${count} of ${of} arrived`;
}

/** @param {number} count @param {string} one its word */
export function many(count, one) {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
