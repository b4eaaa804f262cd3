import { PLAYGROUND } from "../playground.js";

/**
 * @typedef {import("socket.io-client").Socket} Socket
 * @typedef {Partial<import("socket.io-client").ManagerOptions & import("socket.io-client").SocketOptions>} Options
 */

/** @type {Promise<typeof import("socket.io-client")> | undefined} */
let client;

/**
 * The official client, unmodified, from where a Socket.IO server serves it. It is loaded when somebody
 * connects, once a page.
 *
 * @returns {Promise<typeof import("socket.io-client")>}
 */
export function officialClient() {
  client ??= import(new URL("/socket.io/socket.io.esm.min.js", PLAYGROUND).href).catch((error) => {
    client = undefined;
    throw new Error(`The playground did not give the Socket.IO client (${error.message}).`);
  });
  return client;
}

/**
 * A client of its own for one namespace. It connects at once, unless `autoConnect` is false. All requests
 * of its session carry the token: polling, upgrade and reconnections.
 *
 * @param {string} namespace such as "/echo"
 * @param {string} token "": nobody watches it
 * @param {Options} [options]
 * @returns {Promise<Socket>}
 */
export async function openSocketIo(namespace, token, options = {}) {
  const { io } = await officialClient();
  const query = { ...options.query, ...(token && { tap: token }) };
  return io(new URL(namespace, PLAYGROUND).href, { forceNew: true, ...options, query });
}
