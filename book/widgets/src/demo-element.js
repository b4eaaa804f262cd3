import { h } from "./dom.js";
import { FaultsDrawer } from "./faults/drawer.js";
import { PLAYGROUND } from "./playground.js";
import { openSocketIo } from "./socketio/client.js";
import { Transcript, browserName } from "./transcript.js";
import { WireDrawer } from "./wire/drawer.js";
import { withTap } from "./wire/tap.js";

/** How long the playground may take to answer `/about.json` before it counts as absent. */
const ABOUT_TIMEOUT_MS = 3000;

/**
 * - `idle`: nothing is connected, the reader has not acted
 * - `connecting`, `open`, `closing`, `closed`: as a WebSocket's readyState 0 to 3
 * - `absent`: the playground does not answer
 *
 * @typedef {"idle" | "connecting" | "open" | "closing" | "closed" | "absent"} Status
 * @typedef {{ name: string, version: string, your_origin: string | null, book: boolean,
 *   limits: Record<string, number> }} About the playground's answer to `GET /about.json`
 */

/**
 * What every demo shares. The page already shows a recording inside
 * `<live-…><section><header class="bench-head">…</header><div class="bench-stage">`; this class
 * turns that into a bench: status and one primary button in the head, the stage for the demo.
 *
 * A demo is a subclass that
 *
 * 1. fills the stage in `build(stage)`, once; nothing may connect there;
 * 2. gives the primary button its words and its action with `setPrimary`;
 * 3. sets `this.status` as things happen, and shows errors with `problem("…")`;
 * 4. hands everything that it opens to `own(close)`, so that it ends with the element;
 * 5. writes what happened with `this.transcript.add(from, text)` (or overrides `recording()`);
 * 6. is the default export of `elements/NAME.js` and has its line in `main.js`.
 *
 * Arguments of the directive are attributes: `this.dataset.endpoint`.
 */
export class DemoElement extends HTMLElement {
  /**
   * The word beside the status dot. Override what reads wrong: `static words = {
   * ...DemoElement.words, open: "running" }`.
   *
   * @type {Record<Status, string>}
   */
  static words = {
    idle: "Not connected",
    connecting: "0 CONNECTING",
    open: "1 OPEN",
    closing: "2 CLOSING",
    closed: "3 CLOSED",
    absent: "No playground",
  };

  transcript = new Transcript();
  /** Under the stage: the bytes of the connections that this demo opened with a token. */
  wire = new WireDrawer();

  /** What the reader wants to be connected, until there is a WebSocket. */
  #attempt = {};
  /** @type {Set<() => void>} */
  #owned = new Set();
  #word = h("span");
  #button = h("button", {
    type: "button",
    class: "bench-primary",
    // A double click is one wish, not two.
    onclick: (event) => event.detail < 2 && this.#action(),
  });
  #action = () => {};
  #problem = h("p", { class: "bench-problem", role: "alert" });
  #built = false;

  connectedCallback() {
    if (!this.#built) this.#enhance();
    this.#built = true;
    this.status = "idle";
  }

  disconnectedCallback() {
    this.closeAll();
  }

  #enhance() {
    const head = this.querySelector(".bench-head");
    const stage = this.querySelector(".bench-stage");
    if (!head || !(stage instanceof HTMLElement)) {
      throw new Error(`<${this.localName}> needs .bench-head and .bench-stage inside`);
    }
    const status = h("p", { class: "bench-status", role: "status" }, this.#word);
    head.append(h("div", { class: "bench-bar" }, status, this.#button));
    head.after(this.#problem);
    stage.replaceChildren();
    this.build(stage);
    stage.after(this.wire.element);
    // The demo about faults has the panel on its stage.
    if (!stage.querySelector("faults-panel")) stage.after(new FaultsDrawer(this.wire).element);
    // mdBook turns the page on arrow keys; inside a bench they scroll logs and move carets.
    this.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) event.stopPropagation();
    });
    // The loader shows the absent message and asks again when the reader presses Retry.
    this.addEventListener("playground-found", () => (this.status = "idle"));
  }

  /**
   * Fills the empty stage. Called once, before anything is connected.
   *
   * @param {HTMLElement} _stage
   */
  build(_stage) {
    throw new Error(`${this.localName} does not say what is on its stage`);
  }

  /** Shown as dot and word; `data-status` is what CSS and tests look at. @returns {Status} */
  get status() {
    return /** @type {Status} */ (this.dataset.status ?? "idle");
  }

  /** @param {Status} status */
  set status(status) {
    this.dataset.status = status;
    const { words } = /** @type {typeof DemoElement} */ (this.constructor);
    // A live region speaks whenever its text is set, so set it only when it changes.
    if (this.#word.textContent !== words[status]) this.#word.textContent = words[status];
  }

  /**
   * The one primary button. It stays the same element, so the keyboard's focus stays too.
   *
   * @param {string} label
   * @param {() => void} action
   */
  setPrimary(label, action) {
    this.#button.textContent = label;
    this.#action = action;
  }

  /**
   * Says in place what went wrong and what to do. An empty text takes it away.
   *
   * @param {string} text
   */
  problem(text) {
    this.#problem.textContent = text;
  }

  /**
   * Registers how to close something that was just opened.
   *
   * @param {() => void} close runs when the element leaves the page, or in `closeAll`
   * @returns {() => void} forgets it again, for when it ended by itself
   */
  own(close) {
    this.#owned.add(close);
    return () => void this.#owned.delete(close);
  }

  /** Closes everything that this demo opened. */
  closeAll() {
    for (const close of this.#owned) close();
    this.#owned.clear();
    this.wire.unwatchAll();
  }

  /** The playground's address for a path: `url("/race")`. @param {string} path */
  url(path) {
    return new URL(path, PLAYGROUND).href;
  }

  /** The same for a WebSocket: `webSocketUrl("/ws/echo")`. @param {string} path */
  webSocketUrl(path) {
    return this.url(path).replace(/^http/, "ws");
  }

  /**
   * The playground's address for a path, with a new token, so that the wire shows the exchange.
   *
   * @param {string} path
   * @param {string} label see `WireDrawer.watch`
   */
  async tapped(path, label) {
    return withTap(this.url(path), await this.wire.watch(label));
  }

  /** The same for a WebSocket. @param {string} path @param {string} label */
  async tappedSocket(path, label) {
    return (await this.tapped(path, label)).replace(/^http/, "ws");
  }

  /**
   * The official Socket.IO client for one namespace, with a new token. It ends with the element.
   *
   * @param {string} namespace such as "/echo"
   * @param {string} label see `WireDrawer.watch`
   * @param {import("./socketio/client.js").Options} [options]
   */
  async tappedSocketIo(namespace, label, options) {
    const socket = await openSocketIo(namespace, await this.wire.watch(label), options);
    this.own(() => socket.disconnect());
    return socket;
  }

  /**
   * Opens a WebSocket in two steps, because the tap is asked for a token first. Meanwhile the primary
   * button gives up, and so does leaving the page: then nothing is opened.
   *
   * @param {string} path
   * @param {string} label see `WireDrawer.watch`
   * @param {{ open: (address: string) => void, gaveUp: () => void }} then
   */
  async askThenOpen(path, label, { open, gaveUp }) {
    const attempt = (this.#attempt = {});
    const giveUp = () => {
      this.#attempt = {};
      this.status = "idle";
      gaveUp();
    };
    this.status = "connecting";
    this.setPrimary("Close", giveUp);
    const forget = this.own(giveUp);
    const address = await this.tappedSocket(path, label);
    forget();
    if (attempt === this.#attempt) open(address);
  }

  /**
   * Asks the playground who it is.
   *
   * @returns {Promise<About | null>} null: nobody answers, or not a playground
   */
  async about() {
    try {
      const signal = AbortSignal.timeout(ABOUT_TIMEOUT_MS);
      const about = await (await fetch(this.url("/about.json"), { signal })).json();
      return about.name === "playground" ? about : null;
    } catch {
      return null;
    }
  }

  /**
   * Call it when a connection could not be opened. A browser hides the reason from a page, so ask
   * the playground: it is gone (status `absent`, with the command and Retry), or it refused.
   *
   * @param {string} what the thing that failed, as in "The WebSocket to /ws/echo"
   */
  async explainFailure(what) {
    if (await this.about()) {
      this.problem(
        `${what} could not be opened, although the playground answers. Browsers hide the reason ` +
          `from pages. Look at the playground's output: it says whether this page's origin ` +
          `(${location.origin}) is refused (start it with --allow-origin ${location.origin}) or ` +
          `there are too many connections (close some tabs).`,
      );
    } else {
      this.showAbsent();
    }
  }

  /** The playground is gone: the loader says so in this bench, with the command and Retry. */
  showAbsent() {
    this.status = "absent";
    this.dispatchEvent(new CustomEvent("playground-absent", { bubbles: true }));
  }

  /**
   * What happened, in the format of `recordings/*.json`. A demo whose result is a table adds
   * `table`.
   *
   * @returns {Promise<import("./transcript.js").Recording>}
   */
  async recording() {
    const version = (await this.about())?.version ?? "of unknown version";
    return {
      recorded: new Date().toISOString().slice(0, 10),
      by: `${browserName(navigator.userAgent)}, playground ${version}`,
      events: this.transcript.entries,
    };
  }
}
