/**
 * A WebSocket that opens itself again: after a first failure within 1 s, then within 2, 4, … 30.
 *
 * @param {string} address
 * @param {{ opened: (socket: WebSocket) => void, waits: (ms: number, code: number) => void }} tell
 * @param {AbortSignal} signal ends it for good
 */
export function reconnecting(address, { opened, waits }, signal) {
  let failures = 0;
  /** @type {WebSocket} */
  let socket;
  function connect() {
    if (signal.aborted) return;
    socket = new WebSocket(address);
    socket.onopen = () => {
      failures = 0;
      opened(socket);
    };
    // An attempt that fails closes, too: this is the one place to try again.
    socket.onclose = ({ code }) => {
      const ceiling = Math.min(30_000, 1000 * 2 ** failures++);
      const wait = Math.random() * ceiling; // a thousand clients must not come back at once
      waits(wait, code);
      setTimeout(connect, wait);
    };
  }
  signal.addEventListener("abort", () => socket.close());
  connect();
}
