import { field, h } from "../dom.js";
import * as faults from "../wire/faults.js";
import { choice } from "./settings.js";
import { CHUNK, Uplink } from "./uplink.js";

/** Bytes a second; 0: as it is. */
const LINES = { 0: "as it is", 4000000: "4 MB/s", 1000000: "1 MB/s", 250000: "250 kB/s" };
/** Two million bytes fit into what the kernels of one machine hold; sixteen do not. */
const TOTALS = { [32 * CHUNK]: "2.1 MB", [256 * CHUNK]: "16.8 MB" };

/**
 * @typedef {object} Context what the bench lends
 * @property {() => Promise<{ address: string, token: string }>} address of a WebSocket that echoes
 * @property {(close: () => void) => () => void} own
 * @property {(words: string) => void} say
 * @property {(why: string) => void} failed
 */

/** The page sends some megabytes, in two ways. */
export class UplinkPart {
  #uplink = new Uplink();
  #line = choice(LINES, "4000000");
  #total = choice(TOTALS, String(256 * CHUNK));
  #buttons = [
    h("button", { type: "button", onclick: () => void this.#send(false) }, "Send at once"),
    h(
      "button",
      { type: "button", onclick: () => void this.#send(true) },
      "Send, and wait for room",
    ),
  ];
  #isSending = false;
  #context;
  element = h(
    "section",
    { class: "hose-uplink", "aria-label": "The other direction" },
    h("p", { class: "hose-heading" }, "The other direction: this page sends"),
    h(
      "div",
      { class: "bench-row" },
      field("Line to the server", this.#line),
      field("This page sends", this.#total),
      ...this.#buttons,
    ),
    this.#uplink.element,
  );

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
  }

  /** @param {boolean} waits */
  async #send(waits) {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#context.failed("");
    for (const button of this.#buttons) button.ariaDisabled = "true";
    try {
      const socket = await this.#open();
      this.#context.say(await this.#uplink.send(socket, Number(this.#total.value), waits));
      socket.close(1000);
    } catch (error) {
      this.#context.failed(error instanceof Error ? error.message : String(error));
    }
    for (const button of this.#buttons) button.ariaDisabled = "false";
    this.#isSending = false;
  }

  /** A new connection each time: a kernel gives more room to one that was busy. @returns {Promise<WebSocket>} */
  async #open() {
    const { address, token } = await this.#context.address();
    const bytes = Number(this.#line.value);
    if (bytes > 0 && token) await faults.change(token, { up: { bytes_per_second: bytes } });
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      const forget = this.#context.own(() => socket.close());
      socket.onopen = () => resolve(socket);
      socket.onclose = () => {
        forget();
        reject(new Error("The WebSocket to /ws/echo did not open. Is the playground still there?"));
      };
    });
  }
}
