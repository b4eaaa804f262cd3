import { sentence } from "../sentence.js";

/**
 * A race as the playground tells it.
 * @typedef {{id: string, rate: number, count: number, size: number, paused: boolean, seq?: number}} RaceState
 */

/**
 * @param {string} url `…/race`
 * @param {{rate: number, count: number, size: number}} settings
 * @param {AbortSignal} signal
 */
export function startRace(url, settings, signal) {
  return ask(url, "POST", settings, signal);
}

/**
 * @param {string} url `…/race/{id}`
 * @param {{paused?: boolean, rate?: number, size?: number}} change
 * @param {AbortSignal} signal
 */
export function changeRace(url, change, signal) {
  return ask(url, "PATCH", change, signal);
}

/**
 * @param {string} url
 * @param {"POST" | "PATCH"} method
 * @param {object} body
 * @param {AbortSignal} signal
 * @returns {Promise<RaceState>}
 */
async function ask(url, method, body, signal) {
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw new Error(sentence(response.status, await response.text()));
  return response.json();
}
