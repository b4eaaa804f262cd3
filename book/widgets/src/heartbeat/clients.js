import { lastingSocket } from "../../../listings/node/ws-v2/lasting-socket.mjs";
import { describeClose } from "../close-code.js";
import { duration } from "../table/words.js";

/**
 * Three clients, and what each makes of silence.
 *
 * @import { Socket } from "../socketio/client.js"
 * @typedef {{ is: (words: string, isOpen: boolean) => void, notices: (how: string) => void }} Tell
 */

const STATES = ["0 CONNECTING", "1 OPEN", "2 CLOSING", "3 CLOSED"];

/**
 * Says nothing and hears nothing: most tutorials' client.
 *
 * @param {string} address of an echo @param {Tell} tell
 */
export function openNaive(address, tell) {
  const socket = new WebSocket(address);
  const show = () => {
    const { readyState } = socket;
    tell.is(STATES[readyState] ?? "", readyState === WebSocket.OPEN);
  };
  socket.onopen = show;
  socket.onclose = (event) => {
    tell.notices(describeClose(event));
    show();
  };
  show();
  return {
    close: () => socket.close(1000),
    /** Fulfilled with what came of it: an answer, or the end. @returns {Promise<"answered" | "closed">} */
    ask: () =>
      new Promise((resolve) => {
        socket.addEventListener("message", () => resolve("answered"), { once: true });
        socket.addEventListener("close", () => resolve("closed"), { once: true });
        if (socket.readyState === WebSocket.OPEN) socket.send("Are you there?");
        else resolve("closed");
      }),
  };
}

/**
 * The lesson's own: asks, and gives up when no answer comes in time.
 *
 * @param {(after: number) => string} address
 * @param {{ heartbeatMs: number, deadlineMs: number }} beat
 * @param {Tell} tell
 */
export function openBeating(address, beat, tell) {
  return lastingSocket({
    address,
    ...beat,
    onEvent: () => {},
    onState: (state, { ms = 0, code = 0, why }) => {
      if (state === "connecting") tell.is(STATES[0] ?? "", false);
      else if (state === "open") tell.is(STATES[1] ?? "", true);
      else {
        tell.notices(why || `closed with ${code}`);
        tell.is(state === "closed" ? "Closed" : `Gave up, tries again in ${duration(ms)}`, false);
      }
    },
  });
}

/** The official client. @param {Socket} socket not connected yet @param {Tell} tell */
export function followSocketIo(socket, tell) {
  tell.is("Connecting", false);
  socket.on("connect", () => tell.is("connected: true", true));
  socket.on("disconnect", (reason) => {
    tell.notices(reason);
    tell.is(`connected: false (${reason})`, false);
  });
  socket.io.on("reconnect_attempt", (attempt) =>
    tell.is(`connected: false, attempt ${attempt}`, false),
  );
}
