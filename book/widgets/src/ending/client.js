import { lastingSocket } from "../../../listings/node/ws-v2/lasting-socket.mjs";
import { closeCodeName } from "../close-code.js";
import { duration } from "../table/words.js";
import { Numbers } from "./numbers.js";

/** @import { Detail, State } from "../../../listings/node/ws-v2/lasting-socket.mjs" */

/** One of the six: a socket that lasts, how it was ended last, and what it made of that. */
export class Client {
  numbers = new Numbers();
  /** @type {State | "idle"} */
  state = "idle";
  /** How the connection ended that ended first since the last button: code and cleanness. */
  ended = "";
  /** What it did then. */
  then = "";
  #lost_ms = NaN;
  #tries = 0;
  /** @type {ReturnType<typeof lastingSocket> | null} */
  #socket = null;

  /** @param {string} name @param {(moved: boolean) => void} changed `moved`: to another state */
  constructor(name, changed) {
    this.name = name;
    this.changed = changed;
  }

  /** @param {(after: number) => string} address */
  open(address) {
    this.#socket = lastingSocket({
      address,
      onEvent: ({ seq }) => {
        // What tells of a gap has no number of its own.
        if (seq !== undefined) this.numbers.hear(seq);
        this.changed(false);
      },
      onState: (state, detail) => {
        this.state = state;
        this.#take(detail);
        this.changed(true);
      },
    });
  }

  close() {
    this.#socket?.close();
  }

  /** The reader presses the next button: what came of the last one is forgotten. */
  forget() {
    this.ended = this.then = "";
    this.#lost_ms = NaN;
    this.#tries = 0;
  }

  /** @param {Detail} detail */
  #take({ ms = 0, code = 0, wasClean }) {
    if (this.state === "connecting") {
      if (this.ended) this.#tries += 1;
    } else if (this.state === "open") {
      if (this.ended) this.#back();
    } else {
      // A try that fails closes too; the reader asked about the first.
      if (!this.ended) {
        this.ended = `${code} ${closeCodeName(code)}; wasClean ${wasClean ?? "not said"}`;
        this.#lost_ms = performance.now();
      }
      this.then = this.state === "closed" ? "Stays closed" : this.#waits(ms);
    }
  }

  /** @param {number} ms */
  #waits(ms) {
    const failed = this.#tries > 0 ? `${this.#tries} in vain; ` : "";
    return `${failed}waits ${duration(ms)}`;
  }

  #back() {
    const away = duration(performance.now() - this.#lost_ms);
    this.then = `Back at try ${this.#tries}, after ${away}`;
  }
}
