import { h } from "../dom.js";
import { duration } from "../table/words.js";

/** What the reader sees of one client: its state, what it noticed, what the server does, and what crossed. */
export class LaneView {
  #state = h("p", { class: "heartbeat-state" }, "Not connected");
  #since = h("p", { class: "heartbeat-since" });
  #noticed = h("p", { class: "heartbeat-noticed" });
  #server = h("dd");
  #crossed = h("dd");
  /** When the plug was pulled, and when it was in again. @type {{ pulled: number, mended: number } | null} */
  #plug = null;
  /** Milliseconds after the plug was pulled. @type {number | null} */
  #noticedAfter = null;
  #isOpen = false;

  /** @param {string} title @param {string} does what this client does about silence */
  constructor(title, does) {
    this.title = title;
    this.element = h(
      "section",
      { class: "heartbeat-lane", "aria-label": title },
      h("p", { class: "heartbeat-title" }, title),
      this.#state,
      this.#since,
      this.#noticed,
      h(
        "dl",
        {},
        h("dt", { "data-from": "client" }, "Client →"),
        h("dd", {}, does),
        h("dt", { "data-from": "server" }, "← Server"),
        this.#server,
        h("dt", {}, "Crossed after the handshake"),
        this.#crossed,
      ),
    );
  }

  /** Forgets the last run. @param {string} server what the server does about silence */
  begin(server) {
    this.#plug = null;
    this.#noticedAfter = null;
    this.#isOpen = false;
    this.#since.textContent = this.#noticed.textContent = this.#crossed.textContent = "";
    this.#server.textContent = server;
  }

  /** @param {string} words @param {boolean} isOpen */
  is(words, isOpen) {
    if (isOpen && !this.#isOpen) this.#opened();
    this.#isOpen = isOpen;
    this.element.dataset.open = String(isOpen);
    this.#state.textContent = words;
  }

  /** The client knows that something is wrong: the first time after the plug was pulled counts. @param {string} how */
  notices(how) {
    if (!this.#plug || this.#noticedAfter !== null) return;
    this.#noticedAfter = performance.now() - this.#plug.pulled;
    this.#noticed.textContent = `Noticed after ${duration(this.#noticedAfter)}: ${how}`;
  }

  #opened() {
    if (!this.#plug || this.#noticedAfter === null) return;
    const since = performance.now() - this.#plug.mended;
    this.#noticed.textContent += `. Back ${duration(since)} after the plug was in again`;
  }

  pulled() {
    this.#plug = { pulled: performance.now(), mended: Infinity };
    this.#noticedAfter = null;
    this.#noticed.textContent = "Has noticed nothing";
    this.count();
  }

  mended() {
    if (this.#plug) this.#plug.mended = performance.now();
    this.#since.textContent = "";
  }

  /** What it turned out that the server knows. @param {string} words */
  learns(words) {
    this.#server.textContent = words;
  }

  /** Writes how long the plug has been out. */
  count() {
    if (!this.#plug || this.#plug.mended < Infinity) return;
    const seconds = Math.floor((performance.now() - this.#plug.pulled) / 1000);
    this.#since.textContent = `${seconds} s since the plug was pulled`;
  }

  /** @param {string} words */
  crossed(words) {
    this.#crossed.textContent = words;
  }

  /** For a recording. */
  get summary() {
    const texts = [this.#state, this.#noticed, this.#server, this.#crossed];
    return texts.map(({ textContent }) => textContent ?? "");
  }
}
