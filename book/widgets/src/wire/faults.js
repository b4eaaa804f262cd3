import { PLAYGROUND } from "../playground.js";
import { sentence } from "../sentence.js";

/** From now on each request with this token loses `Upgrade` and `Connection`. @param {string} token */
export async function stripUpgrade(token) {
  await wish(token, "PUT", { strip_upgrade: true });
}

/** From now on nothing goes wrong with this token. @param {string} token */
export async function restore(token) {
  await wish(token, "DELETE");
}

/**
 * Ends every TCP connection whose current exchange carries the token, without Close frame or response; for
 * so many seconds new ones too. A browser by itself repeats a request that a reused connection lost, so a
 * cut of 0 seconds may pass unnoticed by who polls.
 *
 * @param {string} token
 * @param {number} [seconds]
 * @returns {Promise<number>} connections that were ended at once
 */
export async function cut(token, seconds = 0) {
  const response = await wish(`${token}/cut`, "POST", { seconds });
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
