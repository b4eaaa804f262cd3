import { h } from "../../dom.js";
import { Log } from "../../view/log.js";
import { countCode } from "../count-code.js";
import { listing } from "../listing.js";
import { reconnecting } from "../reconnecting.js";
import source from "../reconnecting.js?text";
import { Strip } from "../strip.js";
import { until } from "../until.js";

/** @import { Panel } from "../panel.js" */

/** How long the line stays cut: longer than the first wait, so that one attempt fails. */
const CUT_S = 2;

/** Socket.IO waits up to 1.5, 3 and then 5 s before it tries: longer than a few of those is no return. */
const PATIENCE_MS = 30_000;

const RAW = "WebSocket";
const IO = "Socket.IO";

const LINES = countCode(source).lines;

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "reconnection",
  feature: "Auto reconnection",
  source: { websocket: "❌", socketIo: "✅" },
  question: "The server cuts both connections. Who comes back, and when?",
  build(panel) {
    const experiment = new Reconnection(panel);
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Cut both", () => experiment.run(false)),
        panel.runButton(`Add the ${LINES} lines, cut again`, () => experiment.run(true)),
      ),
      experiment.strip.element,
      experiment.log.element,
      listing("The lines that make a WebSocket return", source),
      h(
        "p",
        { class: "bench-note" },
        `The playground ends both TCP connections without a goodbye and refuses them for ${CUT_S} s more. ` +
          "Socket.IO runs with its default settings: it waits 0.5 to 1.5 s, then twice as long, up to 5 s. " +
          "What is said while the line is cut is another matter: see the rows on delivery and offline buffering.",
      ),
    );
  },
};

/** How one side took the cut, in words for its cell. @typedef {{ end: Promise<string> }} Side */

class Reconnection {
  strip = new Strip();
  log = new Log("What each side did", "Press Cut both.");
  /** What the last runs gave for WebSocket. */
  #alone = "";
  #withLines = "";

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** @param {boolean} withLines the WebSocket returns by itself, too */
  async run(withLines) {
    const { panel, strip } = this;
    this.log.clear();
    strip.begin([RAW, IO]);
    panel.own(() => strip.stop());
    try {
      const raw = await (withLines ? this.#returning() : this.#plain());
      const io = await this.#socketIo();
      const ends = Promise.all([raw.end, io.end]);
      // Awaited below, unless the cut itself fails.
      ends.catch(() => {});
      strip.cut(CUT_S);
      this.#note(`The server cuts both, for ${CUT_S} s`);
      await Promise.all([RAW, IO].map((label) => panel.faults.cut(panel.token(label), CUT_S)));
      const [rawEnd, socketIo] = await ends;
      if (withLines) this.#withLines = `with ${LINES} lines ${rawEnd}`;
      else this.#alone = rawEnd;
      const websocket = [this.#alone, this.#withLines].filter(Boolean).join("; ");
      panel.result({ websocket, socketIo });
    } finally {
      strip.end();
    }
  }

  /** As a page has it without a library. @returns {Promise<Side>} */
  async #plain() {
    const { panel } = this;
    const { signal } = panel;
    const socket = await panel.websocket("/ws/echo", RAW);
    await panel.opened(socket);
    this.#set(RAW, "open", "open");
    const end = until(signal, "the WebSocket to be told of the cut", (done) => {
      socket.addEventListener("close", ({ code }) => {
        if (signal.aborted) return;
        this.#set(RAW, "closed", `closed with ${code}; nothing will open it again`);
        done(`closed with ${code}, stays closed`);
      });
    });
    return { end };
  }

  /** With the lines of the listing. @returns {Promise<Side>} */
  async #returning() {
    const { panel } = this;
    const { signal } = panel;
    const address = await panel.webSocketAddress("/ws/echo", RAW);
    let lost = NaN;
    let attempts = 0;
    /** @type {(words: string) => void} */
    let returned = () => {};
    const isOpen = until(signal, "the WebSocket to open", (done) => {
      const tell = {
        opened: () => {
          this.#set(RAW, "open", "open");
          done(null);
          if (attempts > 0) returned(backWords(this.strip.now - lost, attempts));
        },
        waits: (/** @type {number} */ ms, /** @type {number} */ code) => {
          if (signal.aborted) return;
          if (attempts === 0) lost = this.strip.now;
          attempts += 1;
          this.#set(RAW, "closed", `closed with ${code}; next try in ${seconds(ms)}`);
          const timer = setTimeout(() => this.strip.attempt(RAW), ms);
          panel.own(() => clearTimeout(timer));
        },
      };
      reconnecting(address, tell, signal);
    });
    const end = until(
      signal,
      "the WebSocket to come back",
      (done) => (returned = done),
      PATIENCE_MS,
    );
    await isOpen;
    return { end };
  }

  /** With its default settings: polling first, then WebSocket. @returns {Promise<Side>} */
  async #socketIo() {
    const { panel, strip } = this;
    const { signal } = panel;
    const socket = await panel.socketIo("/echo", IO, { autoConnect: false });
    const manager = socket.io;
    const upgraded = until(signal, "Socket.IO to move to WebSocket", (done) => {
      manager.once("open", () => manager.engine.once("upgrade", done));
    });
    socket.connect();
    await panel.connected(socket);
    await upgraded;
    this.#set(IO, "open", "connected, by WebSocket");
    let lost = 0;
    let since = 0;
    socket.on("disconnect", (reason) => {
      // This page's own goodbye, when the run is over.
      if (signal.aborted) return;
      lost = since = strip.now;
      this.#set(IO, "closed", `disconnected: ${reason}`);
    });
    manager.on("reconnect_attempt", (attempt) => {
      strip.attempt(IO);
      this.#note(`${IO}: attempt ${attempt}, after a wait of ${seconds(strip.now - since)}`);
    });
    manager.on("reconnect_error", ({ message }) => {
      since = strip.now;
      this.#note(`${IO}: that failed: ${message}`);
    });
    const back = (/** @type {(words: string) => void} */ done) =>
      manager.on("reconnect", (attempts) => {
        this.#set(IO, "open", "connected again");
        done(backWords(strip.now - lost, attempts));
      });
    return { end: until(signal, "Socket.IO to come back", back, PATIENCE_MS) };
  }

  /** @param {string} label @param {import("../strip.js").State} state @param {string} words */
  #set(label, state, words) {
    this.strip.set(label, state);
    this.#note(`${label}: ${words}`);
  }

  /** @param {string} text */
  #note(text) {
    this.log.add({ at_ms: this.strip.now, from: "note", text });
  }
}

/** @param {number} ms @param {number} attempts */
function backWords(ms, attempts) {
  return `back after ${seconds(ms)}, ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
