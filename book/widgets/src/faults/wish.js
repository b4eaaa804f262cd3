/**
 * What the reader wishes to go wrong, and what that looks like. No DOM, no requests.
 *
 * @import { Plan, Way } from "../wire/faults.js"
 */

/** @typedef {"up" | "down"} Lane up: from the page to the server */

/**
 * What was done once and lasts for a while.
 *
 * @typedef {"stall" | "cut" | "reset" | "restart" | "close"} Blow
 */

/**
 * `right`: bytes cross as they are. `slow`: later, or few at a time. `silent`: none, and nobody is told.
 * `ended`: TCP was ended.
 *
 * @typedef {{ is: "right" | "slow" | "silent" | "ended", words: string }} Look
 */

/** The steps of a slider, and the words beside it. The bounds are the playground's. */
export const DELAYS_MS = [0, 20, 50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000];
export const RATES = [Infinity, 10_000_000, 1_000_000, 100_000, 10_000, 1000, 100];

/** @param {number} ms */
export function delayWords(ms) {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

/** @param {number} bytes a second */
export function rateWords(bytes) {
  if (bytes === Infinity) return "no limit";
  if (bytes < 1000) return `${bytes} B/s`;
  return bytes < 1_000_000 ? `${bytes / 1000} kB/s` : `${bytes / 1_000_000} MB/s`;
}

/** One direction as the playground takes it: what goes right is not named. @param {number} latency @param {number} jitter @param {number} rate @returns {Way} */
export function way(latency, jitter, rate) {
  return {
    ...(latency > 0 && { latency_ms: latency }),
    ...(jitter > 0 && { jitter_ms: jitter }),
    ...(rate < Infinity && { bytes_per_second: rate }),
  };
}

/** @param {Plan} plan */
export function isHarmless({ up = {}, down = {}, half_open, strip_upgrade, one_connection }) {
  const slow = [up, down].some((way) => Object.keys(way).length > 0);
  return !(slow || half_open || strip_upgrade || one_connection);
}

/** @type {Record<Blow, Look>} */
const BLOWS = {
  stall: { is: "silent", words: "stalled" },
  cut: { is: "ended", words: "cut (FIN)" },
  reset: { is: "ended", words: "reset (RST)" },
  restart: { is: "ended", words: "server restarts" },
  close: { is: "ended", words: "closed by a Close frame" },
};

/**
 * One direction at this moment: the worst that goes wrong there.
 *
 * @param {Plan} plan @param {Blow | null} blow @param {Lane} lane
 * @returns {Look}
 */
export function look(plan, blow, lane) {
  if (blow && blow !== "stall") return BLOWS[blow];
  if (plan.half_open) return { is: "silent", words: "nothing crosses, no FIN" };
  if (blow) return BLOWS[blow];
  const { latency_ms = 0, jitter_ms = 0, bytes_per_second = Infinity } = plan[lane] ?? {};
  const words = [];
  if (latency_ms > 0) words.push(`${delayWords(latency_ms)} late`);
  if (jitter_ms > 0) words.push(`up to ${delayWords(jitter_ms)} jitter`);
  if (bytes_per_second < Infinity) words.push(rateWords(bytes_per_second));
  return { is: words.length > 0 ? "slow" : "right", words: words.join(", ") };
}

/** The whole line in a sentence or two; "" while nothing goes wrong. @param {Plan} plan @param {Blow | null} blow */
export function describe(plan, blow) {
  const [up, down] = [look(plan, blow, "up"), look(plan, blow, "down")];
  const sentences = [];
  if (up.is === down.is && up.words === down.words) {
    if (up.words) sentences.push(`Both ways: ${up.words}.`);
  } else {
    sentences.push(`To the server: ${up.words || "all right"}.`);
    sentences.push(`Back: ${down.words || "all right"}.`);
  }
  if (plan.strip_upgrade) sentences.push("A proxy takes Upgrade out of each request.");
  if (plan.one_connection) sentences.push("A new WebSocket closes the older one.");
  return sentences.join(" ");
}
