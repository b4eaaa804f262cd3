import { h, svg } from "../dom.js";
import { size } from "./figures.js";

/** The playground takes messages of this size at the most. */
const CHUNK = 64 * 1024;
const CHUNKS = 32;
/** Who waits does so while more than this is unsent. */
export const HIGH_WATER = 128 * 1024;
/** Samples of a run that are drawn: a minute and more of frames. */
const MOST_SAMPLES = 4000;
const [WIDTH, HEIGHT] = [600, 60];

/** @typedef {{ ms: number, bytes: number }} Sample */

/** The other direction: a page that sends, with what `bufferedAmount` says meanwhile. */
export class Uplink {
  /** @type {Sample[]} */
  #samples = [];
  #peak = 0;
  #echoed = 0;
  #line = svg("polyline");
  #now = h("output", {}, "0 bytes");
  #result = h("p", { class: "hose-result", role: "status" });
  element = h(
    "figure",
    { class: "hose-figure" },
    h("figcaption", {}, "socket.bufferedAmount: ", this.#now),
    svg(
      "svg",
      {
        viewBox: `0 -2 ${WIDTH} ${HEIGHT + 4}`,
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      },
      this.#line,
    ),
    this.#result,
  );

  /**
   * Sends 2 MB, and draws until the server has echoed all of it.
   *
   * @param {WebSocket} socket to `/ws/echo`, open
   * @param {boolean} waits whether the page minds `bufferedAmount`
   * @returns {Promise<string>} what came of it, in words; rejected if the socket closes meanwhile
   */
  async send(socket, waits) {
    this.#samples = [];
    this.#peak = this.#echoed = 0;
    this.#result.textContent = "";
    const began = performance.now();
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => (this.#echoed += data.byteLength);
    const all = CHUNK * CHUNKS;
    const sending = waits ? sendWithWater(socket) : sendAtOnce(socket);
    let called_ms = NaN;
    sending.then(() => (called_ms = performance.now() - began));
    while (this.#echoed < all) {
      this.#sample(performance.now() - began, socket.bufferedAmount);
      if (socket.readyState !== WebSocket.OPEN) throw new Error("The WebSocket closed meanwhile.");
      await aWhile();
    }
    this.#sample(performance.now() - began, socket.bufferedAmount);
    const ms = Math.round(performance.now() - began);
    const how = waits ? "with waiting" : "at once";
    const words =
      `2 MB ${how}: send() was done after ${Math.round(called_ms)} ms, all was there after ${ms} ms; ` +
      `at most ${size(this.#peak)} waited in this tab`;
    this.#result.textContent = words;
    return words;
  }

  /** @param {number} ms @param {number} bytes */
  #sample(ms, bytes) {
    this.#peak = Math.max(this.#peak, bytes);
    this.#now.textContent = size(bytes);
    if (this.#samples.length < MOST_SAMPLES) this.#samples.push({ ms, bytes });
    const full = CHUNK * CHUNKS;
    this.#line.setAttribute(
      "points",
      this.#samples
        .map(({ ms: at, bytes: held }) => {
          const x = (at / Math.max(ms, 1)) * WIDTH;
          return `${x.toFixed(1)},${(HEIGHT * (1 - held / full)).toFixed(1)}`;
        })
        .join(" "),
    );
  }
}

/** What most programs do. @param {WebSocket} socket */
async function sendAtOnce(socket) {
  for (let i = 0; i < CHUNKS; i += 1) socket.send(new Uint8Array(CHUNK));
}

/** What a program does that minds its memory, and that can still change its mind. @param {WebSocket} socket */
async function sendWithWater(socket) {
  for (let i = 0; i < CHUNKS; i += 1) {
    while (socket.bufferedAmount > HIGH_WATER) await aWhile();
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(new Uint8Array(CHUNK));
  }
}

/** No event says that there is room again: one has to look, again and again. */
function aWhile() {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
