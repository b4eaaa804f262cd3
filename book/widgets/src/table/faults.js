import { PLAYGROUND } from "../playground.js";

/** What the playground does to the exchanges of one token, when their page asks. */

/** From now on each request loses its `Upgrade`, as behind a strict proxy. @param {string} token */
export async function stripUpgrade(token) {
  await ask(token, "", "PUT", { strip_upgrade: true });
}

/** No more faults. @param {string} token */
export async function restore(token) {
  await ask(token, "", "DELETE");
}

/**
 * Ends each TCP connection that this token uses now, without a goodbye, and refuses new ones for some seconds.
 *
 * @param {string} token @param {number} [seconds]
 * @returns {Promise<number>} how many connections it cut
 */
export async function cut(token, seconds = 0) {
  return (await (await ask(token, "/cut", "POST", { seconds })).json()).connections;
}

/** @param {string} token @param {string} path @param {string} method @param {object} [body] */
async function ask(token, path, method, body) {
  const answer = await fetch(new URL(`/faults/${token}${path}`, PLAYGROUND), {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (!answer.ok) throw new Error(`The playground refused the fault: ${await answer.text()}`);
  return answer;
}
