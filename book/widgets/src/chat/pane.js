import { h } from "../dom.js";
import { describePayload } from "../payload.js";
import { checkedField } from "../view/field.js";
import { Log } from "../view/log.js";
import { ACK_TIMEOUT_MS, NO_ANSWER, OnTheWay, receiptOf } from "./receipt.js";
import { CHOICES, TransportWatch, transportsOf } from "./transports.js";

/** @import { Socket } from "socket.io-client" */

/** One more character than the server takes. */
const TOO_LONG = "x".repeat(501);
/** Twice as many as the server takes in a second. */
const FLOOD = 20;

/** @typedef {"idle" | "connecting" | "open" | "closed"} PaneState */

/**
 * What a pane needs of its bench.
 *
 * @typedef {{
 *   socketIo: (label: string, transports: ("polling" | "websocket")[]) => Promise<Socket>,
 *   changed: () => void, failed: () => void,
 *   write: (from: import("../transcript.js").From, who: string, text: string) =>
 *     import("../transcript.js").Entry }} Bench
 */

/** One member of the chat: an official client of its own, with its transport, an input and a log. */
export class ChatPane {
  /** @type {PaneState} */
  state = "idle";
  #bench;
  #name;
  #log;
  #transport = h(
    "select",
    {},
    ...Object.entries(CHOICES).map(([value, words]) => h("option", { value }, words)),
  );
  #message = checkedField("Message", h("input", { type: "text", autocomplete: "off" }));
  #words = h("p", { class: "pane-here", role: "status" }, "Not connected");
  #button = h("button", { type: "button", onclick: () => this.#toggle() }, "Connect");
  #onTheWay = new OnTheWay();
  /** What the reader wants to be connected, until there is a client. @type {object | null} */
  #attempt = null;
  /** @type {Socket | null} */
  #socket = null;

  /** @param {string} name @param {Bench} bench */
  constructor(name, bench) {
    this.#bench = bench;
    this.#name = name;
    this.#log = new Log(`What ${name} sends and gets`, "Nothing yet.");
    this.element = h(
      "div",
      { class: "pane", role: "group", "aria-label": `Member ${name}` },
      h(
        "div",
        { class: "bench-row" },
        checkedField(`Transport of ${name}`, this.#transport).element,
        this.#button,
      ),
      this.#words,
      this.#log.element,
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#submitted(event) },
        this.#message.element,
        h("button", {}, "Send"),
      ),
      h(
        "div",
        { class: "bench-row" },
        this.#attack("Too long", () => this.#send(TOO_LONG)),
        this.#attack("Not text", () => this.#send(42)),
        this.#attack(`Send ${FLOOD} at once`, () => this.#flood()),
      ),
    );
  }

  /** @param {string} words @param {() => void} send */
  #attack(words, send) {
    return h("button", { type: "button", onclick: () => this.#ifConnected() && send() }, words);
  }

  async join() {
    if (this.state === "connecting" || this.state === "open") return;
    this.#log.clear();
    this.#message.say("");
    const attempt = (this.#attempt = {});
    this.#show("connecting", "Connecting");
    try {
      const socket = await this.#bench.socketIo(this.#name, transportsOf(this.#transport.value));
      if (attempt !== this.#attempt) return void socket.disconnect();
      this.#attempt = null;
      this.#socket = socket;
      this.#listen(socket);
    } catch (error) {
      this.#attempt = null;
      this.#failed(error instanceof Error ? error.message : String(error));
    }
  }

  leave() {
    this.#attempt = null;
    if (this.state === "connecting") this.#show("closed", "Given up");
    this.#socket?.disconnect();
  }

  /** @param {Socket} socket */
  #listen(socket) {
    const watch = new TransportWatch(socket.io, (words) => {
      this.#write("note", words);
      if (socket.connected) this.#show("open", watch.words);
    });
    let welcomed = false;
    socket.on("connect", () => {
      welcomed = true;
      this.#write("note", `Connected over ${watch.transport}`);
      this.#show("open", watch.words);
    });
    socket.on("chat message", (text) => this.#received(text));
    socket.on("disconnect", (reason) => {
      this.#write("note", `Disconnected: ${reason}`);
      // The client comes back by itself, but not when one side ended it on purpose.
      this.#show(socket.active ? "connecting" : "closed", `Disconnected: ${reason}`);
    });
    socket.on("connect_error", ({ message }) => {
      if (welcomed && socket.active) return void this.#write("note", `Not connected: ${message}`);
      socket.disconnect();
      this.#failed(message);
    });
  }

  /** @param {string} why */
  #failed(why) {
    this.#write("note", `Not connected: ${why}`);
    this.#show("closed", `Not connected: ${why}`);
    this.#bench.failed();
  }

  #toggle() {
    if (this.state === "connecting" || this.state === "open") this.leave();
    else this.join();
  }

  #ifConnected() {
    return this.#message.say(
      this.#socket?.connected ? "" : `${this.#name} is not connected: Connect first.`,
    );
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    if (!this.#ifConnected()) return;
    const { control } = this.#message;
    this.#send(control.value);
    control.value = "";
  }

  #flood() {
    for (let n = 1; n <= FLOOD; n += 1) this.#send(`flood ${n}`);
  }

  /** @param {unknown} message checked by the server: what is wrong with it is the server's to say */
  async #send(message) {
    const say = this.#write("client", describe(message));
    this.#onTheWay.add(message);
    const receipt = await this.#answer(message, performance.now());
    if (receipt.outcome === "refused") this.#onTheWay.remove(message);
    say(receipt.words);
    this.#bench.write("server", this.#name, `${describe(message)}: ${receipt.words}`);
  }

  /** @param {unknown} message @param {number} sent */
  async #answer(message, sent) {
    try {
      const socket = this.#socket?.timeout(ACK_TIMEOUT_MS);
      return receiptOf(
        await socket?.emitWithAck("chat message", message),
        performance.now() - sent,
      );
    } catch {
      return NO_ANSWER;
    }
  }

  /** @param {unknown} message */
  #received(message) {
    this.#write("server", describe(message), this.#onTheWay.remove(message) ? "its own" : "");
  }

  /** @param {import("../transcript.js").From} from @param {string} text @param {string} [extra] */
  #write(from, text, extra = "") {
    const entry = this.#bench.write(from, this.#name, extra ? `${text} (${extra})` : text);
    const who = from === "client" ? this.#name : undefined;
    return this.#log.add({ ...entry, text }, { who, extra });
  }

  /** @param {PaneState} state @param {string} words */
  #show(state, words) {
    this.state = state;
    this.element.dataset.state = state;
    const away = state === "idle" || state === "closed";
    this.#transport.disabled = !away;
    this.#button.textContent = away ? "Connect" : "Disconnect";
    this.#words.textContent = words;
    this.#bench.changed();
  }
}

/** A message for a row: text as it is, anything else as JSON. @param {unknown} message */
function describe(message) {
  return describePayload(typeof message === "string" ? message : JSON.stringify(message));
}
