import { describeClose } from "../close-code.js";
import { h } from "../dom.js";
import { describePayload } from "../payload.js";
import { describeRoomEvent, membersAfter, nameProblem, parseRoomEvent, roomPath } from "../room.js";
import { checkedField } from "./field.js";
import { Log } from "./log.js";
import { STATES } from "./ribbon.js";

/** Names shown in "who is here"; a class of 30 fits, a crowd becomes a number. */
const SHOWN_MEMBERS = 40;

/**
 * What a pane needs of its bench.
 *
 * @typedef {{ room: () => string | null,
 *   tappedSocket: (path: string, label: string) => Promise<string>, unwatch: (label: string) => void,
 *   own: (close: () => void) => () => void, changed: () => void, refused: (path: string) => void,
 *   write: (from: import("../transcript.js").From, who: string, text: string) =>
 *     import("../transcript.js").Entry }} Bench
 */

/** One member of a room: a real WebSocket of its own, with a name, an input and a log. */
export class MemberPane {
  #bench;
  #firstName;
  /** What the wire calls this member. */
  #label = "";
  #log;
  #name;
  #message = checkedField("Message", h("input", { type: "text", autocomplete: "off" }));
  #state = h("span", { class: "pane-state" });
  #button = h("button", { type: "button", onclick: () => this.#toggle() });
  #here = h("p", { class: "pane-here" });
  #missed = 0;
  /** @type {readonly import("../room.js").Member[]} */
  #members = [];
  /** What the reader wants to be connected, until there is a WebSocket. @type {object | null} */
  #attempt = null;
  /** @type {WebSocket | null} */
  #socket = null;

  /** @param {string} name @param {Bench} bench */
  constructor(name, bench) {
    this.#bench = bench;
    this.#firstName = name;
    this.#log = new Log(`What ${name} sends and gets`, "Nothing yet.");
    this.#name = checkedField("Name", h("input", { type: "text", value: name, size: 8 }));
    this.element = h(
      "div",
      { class: "pane", role: "group", "aria-label": `Member ${name}` },
      h("div", { class: "bench-row" }, this.#name.element, this.#button, this.#state),
      this.#here,
      this.#log.element,
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#submitted(event) },
        this.#message.element,
        h("button", {}, "Send"),
      ),
    );
    this.#show();
  }

  /** `WebSocket.CLOSED` as long as there is no WebSocket and nobody wants one. */
  get readyState() {
    if (this.#attempt) return WebSocket.CONNECTING;
    return this.#socket?.readyState ?? WebSocket.CLOSED;
  }

  /** It has never had a WebSocket. */
  get isFresh() {
    return this.#socket === null;
  }

  get name() {
    return this.#name.control.value;
  }

  async join() {
    const room = this.#bench.room();
    if (room === null || !this.#name.say(nameProblem(this.name))) return;
    if (this.readyState !== WebSocket.CLOSED) return;
    this.#log.clear();
    this.#missed = 0;
    const attempt = (this.#attempt = {});
    const forget = this.#bench.own(() => this.leave());
    this.#show();
    const path = roomPath(room, this.name);
    const address = await this.#bench.tappedSocket(path, this.#rename());
    forget();
    if (attempt === this.#attempt) this.#open(address, path);
  }

  /** The member's name, and the first one beside it when it has changed: two may choose the same. */
  #rename() {
    this.#bench.unwatch(this.#label);
    const { name } = this;
    this.#label = name === this.#firstName ? name : `${name} (${this.#firstName})`;
    return this.#label;
  }

  /** @param {string} address @param {string} path */
  #open(address, path) {
    const socket = new WebSocket(address);
    this.#attempt = null;
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const forget = this.#bench.own(() => socket.close());
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#show();
    };
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = (event) => {
      forget();
      this.#members = [];
      this.#write("note", describeClose(event));
      this.#show();
      if (!opened) this.#bench.refused(path);
    };
    this.#show();
  }

  leave() {
    this.#attempt = null;
    this.#socket?.close(1000);
    this.#show();
  }

  #toggle() {
    if (this.readyState === WebSocket.CLOSED) this.join();
    else this.leave();
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const { control } = this.#message;
    const open = this.readyState === WebSocket.OPEN;
    if (!this.#message.say(open ? "" : `${this.name} is not in the room: Connect first.`)) return;
    this.#socket?.send(control.value);
    this.#write("client", control.value);
    control.value = "";
  }

  /** @param {string | ArrayBuffer} data */
  #received(data) {
    const event = typeof data === "string" ? parseRoomEvent(data) : null;
    // Binary is relayed as it came, without a sender.
    if (event === null) return this.#write("server", describePayload(data));
    this.#members = membersAfter(this.#members, event);
    if (event.type === "missed") this.#missed += event.count;
    this.#write("server", describeRoomEvent(event));
    this.#show();
  }

  /** @param {import("../transcript.js").From} from @param {string} text */
  #write(from, text) {
    const entry = this.#bench.write(from, this.name, text);
    this.#log.add({ ...entry, text }, from === "client" ? { who: this.name } : {});
  }

  #show() {
    const { readyState } = this;
    const closed = readyState === WebSocket.CLOSED;
    this.element.dataset.readyState = String(readyState);
    this.#button.textContent = closed ? "Connect" : "Close";
    this.#name.control.readOnly = !closed;
    const nothing = this.#socket === null && closed;
    this.#state.textContent = nothing ? "Not connected" : `${readyState} ${STATES[readyState]}`;
    this.#here.textContent = this.#whoIsHere();
    this.#bench.changed();
  }

  #whoIsHere() {
    if (this.readyState !== WebSocket.OPEN) return "Connect to see who is here";
    const names = this.#members.slice(0, SHOWN_MEMBERS).map(({ name }) => name);
    const more = this.#members.length - names.length;
    const missed = this.#missed ? ` · missed ${this.#missed}` : "";
    return `Here (${this.#members.length}): ${names.join(", ")}${more > 0 ? `, ${more} more` : ""}${missed}`;
  }
}
