import { withTap } from "../wire/tap.js";

/** @import { Panel } from "./panel.js" */

/**
 * Downloads a file of the Socket.IO client, past the browser's cache.
 *
 * @param {Panel} panel @param {string} file
 * @returns {Promise<{ crossed: number, unpacked: number }>} bytes of the body on the wire, and after the
 *   browser unpacked it
 */
export async function downloadClient(panel, file) {
  const token = await panel.watch(file);
  const address = withTap(panel.url(`/socket.io/${file}`), token);
  const response = await fetch(address, { cache: "no-store", signal: panel.signal });
  if (!response.ok) throw new Error(`${file}: the playground answered ${response.status}.`);
  const unpacked = (await response.arrayBuffer()).byteLength;
  await panel.settled(file, ({ requests, open }) => requests === 1 && open === 0);
  return { crossed: panel.counts(file).down.payload, unpacked };
}
