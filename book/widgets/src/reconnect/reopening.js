/** @import { Backoff } from "../../../listings/node/ws-v2/lasting-socket.mjs" */

/** A client that tries without any wait must not hang its page: in an outage of 3 s Chromium comes to about 100 attempts. */
export const MOST_ATTEMPTS = 1000;

/**
 * @typedef {{
 *   attempt: () => void,
 *   opened: (socket: WebSocket) => void,
 *   closed: (code: number) => void,
 *   waits?: (ms: number) => void,
 *   gaveUp: () => void,
 * }} Tell `closed`: also when an attempt failed
 */

/**
 * A WebSocket that opens itself again whenever it closes.
 *
 * @param {string} address
 * @param {Backoff | null} backoff null: no wait at all
 * @param {Tell} tell
 * @param {AbortSignal} signal ends it for good
 */
export function reopening(address, backoff, tell, signal) {
  let attempts = 0;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;
  /** @type {WebSocket} */
  let socket;
  function connect() {
    attempts += 1;
    socket = new WebSocket(address);
    tell.attempt();
    socket.onopen = () => tell.opened(socket);
    socket.onclose = ({ code }) => {
      if (signal.aborted) return;
      tell.closed(code);
      if (attempts >= MOST_ATTEMPTS) return tell.gaveUp();
      if (!backoff) return connect();
      const ms = backoff(failures++);
      tell.waits?.(ms);
      wait = setTimeout(connect, ms);
    };
  }
  signal.addEventListener("abort", () => {
    clearTimeout(wait);
    socket.close(1000);
  });
  connect();
}
