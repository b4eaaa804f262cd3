import { h, svg } from "../dom.js";
import { size } from "./figures.js";

/** The playground takes messages of this size at the most. */
export const CHUNK = 64 * 1024;
/** Who waits does so while more than this is unsent. */
export const HIGH_WATER = 128 * 1024;
/** How often the page looks: no event says that there is room again. */
const LOOK_MS = 10;
/** Samples of a run that are drawn: half a minute. */
const MOST_SAMPLES = 3000;
const [WIDTH, HEIGHT] = [600, 60];

/** Bytes of one run, at one moment. @typedef {{ ms: number, buffered: number, missing: number }} Sample */

/** One run: some bytes, on one WebSocket to `/ws/echo`. What the server has got comes back. */
class Sending {
  given = 0;
  echoed = 0;
  /** When send() was called for the last time. */
  called_ms = NaN;
  #began = performance.now();
  #socket;
  #total;

  /** @param {WebSocket} socket @param {number} total bytes, a multiple of `CHUNK` */
  constructor(socket, total) {
    this.#socket = socket;
    this.#total = total;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => (this.echoed += data.byteLength);
  }

  get ms() {
    return performance.now() - this.#began;
  }

  get isOver() {
    return this.echoed >= this.#total;
  }

  /** @returns {Sample} */
  get sample() {
    const { bufferedAmount: buffered } = this.#socket;
    return { ms: this.ms, buffered, missing: this.given - this.echoed };
  }

  /** What most programs do. */
  async atOnce() {
    while (this.given < this.#total) this.#send();
    this.called_ms = this.ms;
  }

  /** What a program does that minds its memory, and that may still change its mind. */
  async withWaiting() {
    while (this.given < this.#total && this.#socket.readyState === WebSocket.OPEN) {
      while (this.#socket.bufferedAmount > HIGH_WATER) await aWhile();
      this.#send();
    }
    this.called_ms = this.ms;
  }

  #send() {
    this.#socket.send(new Uint8Array(CHUNK));
    this.given += CHUNK;
  }
}

/** The other direction: a page that sends, what `bufferedAmount` says, and what the server has not got. */
export class Uplink {
  /** @type {Sample[]} */
  #samples = [];
  #buffered = svg("polyline", { "data-line": "buffered" });
  #missing = svg("polyline", { "data-line": "missing" });
  #now = h("output", {}, "0 bytes");
  #behind = h("output", {}, "0 bytes");
  #result = h("p", { class: "hose-result", role: "status" });
  element = h(
    "figure",
    { class: "hose-figure" },
    h(
      "figcaption",
      {},
      h("span", { "data-line": "buffered" }, "bufferedAmount: ", this.#now),
      h("span", { "data-line": "missing" }, "sent and not at the server: ", this.#behind),
    ),
    svg(
      "svg",
      {
        viewBox: `0 -2 ${WIDTH} ${HEIGHT + 4}`,
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      },
      this.#missing,
      this.#buffered,
    ),
    this.#result,
  );

  /**
   * Sends, and draws until the server has echoed all of it.
   *
   * @param {WebSocket} socket to `/ws/echo`, open
   * @param {number} total bytes
   * @param {boolean} waits whether the page minds `bufferedAmount`
   * @returns {Promise<string>} what came of it, in words; rejected if the socket closes meanwhile
   */
  async send(socket, total, waits) {
    this.#samples = [];
    this.#result.textContent = "";
    const sending = new Sending(socket, total);
    void (waits ? sending.withWaiting() : sending.atOnce());
    let peak = 0;
    let hidden = 0;
    while (!sending.isOver) {
      if (socket.readyState !== WebSocket.OPEN) throw new Error("The WebSocket closed meanwhile.");
      const { buffered, missing } = this.#draw(sending.sample, total);
      peak = Math.max(peak, buffered);
      hidden = Math.max(hidden, missing - buffered);
      await aWhile();
    }
    this.#draw(sending.sample, total);
    const words =
      `${size(total)} ${waits ? "with waiting" : "at once"}: send() was called for the last time after ` +
      `${Math.round(sending.called_ms)} ms, the server had all after ${Math.round(sending.ms)} ms. ` +
      `bufferedAmount was ${size(peak)} at most; at most ${size(hidden)} were neither there nor at the server`;
    this.#result.textContent = words;
    return words;
  }

  /** @param {Sample} sample @param {number} total */
  #draw(sample, total) {
    this.#now.textContent = size(sample.buffered);
    this.#behind.textContent = size(sample.missing);
    if (this.#samples.length < MOST_SAMPLES) this.#samples.push(sample);
    const points = (/** @type {"buffered" | "missing"} */ line) =>
      this.#samples
        .map((at) => {
          const x = (at.ms / Math.max(sample.ms, 1)) * WIDTH;
          return `${x.toFixed(1)},${(HEIGHT * (1 - at[line] / total)).toFixed(1)}`;
        })
        .join(" ");
    this.#buffered.setAttribute("points", points("buffered"));
    this.#missing.setAttribute("points", points("missing"));
    return sample;
  }
}

function aWhile() {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
