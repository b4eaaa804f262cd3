import { PLAYGROUND } from "../playground.js";
import { sentence } from "../sentence.js";

/**
 * What goes wrong in one direction. Bounds: 0 to 10,000 ms each, 100 to 10,000,000 bytes a second.
 *
 * @typedef {{ latency_ms?: number, jitter_ms?: number, bytes_per_second?: number }} Way
 *
 * What goes wrong with the exchanges of one token, on connections that are open and on each new one; what is
 * not named goes right. `up` is from the client to the server.
 * @typedef {{ up?: Way, down?: Way, half_open?: boolean, strip_upgrade?: boolean,
 *   one_connection?: boolean }} Plan
 */

/** The playground forgets a plan so long after it was last changed: `PLAN_LIFE` in `watch/plan.rs`. */
export const PLAN_LIFE_MS = 10 * 60_000;

/** From now on this goes wrong with the token, and nothing else. @param {string} token @param {Plan} plan */
export async function change(token, plan) {
  await wish(token, "PUT", plan);
}

/** From now on each request with this token loses `Upgrade` and `Connection`. @param {string} token */
export async function stripUpgrade(token) {
  await change(token, { strip_upgrade: true });
}

/** From now on nothing goes wrong with this token. @param {string} token */
export async function restore(token) {
  await wish(token, "DELETE");
}

/**
 * For so many seconds nothing is read or written; then all of it goes on.
 *
 * @param {string} token
 * @param {number} seconds 1 to 60
 */
export async function stall(token, seconds) {
  return harm(token, "stall", { seconds });
}

/**
 * Ends every TCP connection whose current exchange carries the token, without Close frame or response; for
 * so many seconds new ones too. A browser by itself repeats a request that a reused connection lost, so a
 * cut of 0 seconds may pass unnoticed by who polls.
 *
 * @param {string} token
 * @param {number} [seconds] 0 to 30
 */
export async function cut(token, seconds = 0) {
  return harm(token, "cut", { seconds });
}

/** The same with RST in the place of FIN. @param {string} token @param {number} [seconds] 0 to 30 */
export async function reset(token, seconds = 0) {
  return harm(token, "reset", { seconds });
}

/**
 * Closes each WebSocket with a Close frame from the server.
 *
 * @param {string} token
 * @param {number} code one that a server may send
 * @param {string} reason
 */
export async function close(token, code, reason) {
  return harm(token, "close", { code, reason });
}

/**
 * As a server that restarts: Close 1012 to each WebSocket, other exchanges end; for so many seconds each new
 * exchange is reset.
 *
 * @param {string} token
 * @param {number} [seconds] 0 to 30
 */
export async function restart(token, seconds = 0) {
  return harm(token, "restart", { seconds });
}

/**
 * @param {string} token
 * @param {"stall" | "cut" | "reset" | "close" | "restart"} how
 * @param {object} body
 * @returns {Promise<number>} connections that it came upon at once
 */
async function harm(token, how, body) {
  const response = await wish(`${token}/${how}`, "POST", body);
  return (await response.json()).connections;
}

/**
 * @param {string} path below `/faults/`
 * @param {"PUT" | "POST" | "DELETE"} method
 * @param {object} [body]
 */
async function wish(path, method, body) {
  const json = { "Content-Type": "application/json" };
  const request = body ? { method, headers: json, body: JSON.stringify(body) } : { method };
  const response = await fetch(`${PLAYGROUND}/faults/${path}`, request);
  if (!response.ok) throw new Error(sentence(response.status, await response.text()));
  return response;
}
