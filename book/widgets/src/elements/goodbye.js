import { describeClose } from "../close-code.js";
import { codeProblem, describeAnswer, describeWish } from "../control.js";
import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { CloseFields } from "../view/close-fields.js";
import { checkedField } from "../view/field.js";
import { Log } from "../view/log.js";
import { Ribbon } from "../view/ribbon.js";

/** Codes worth a try: of each kind one, and two that the server refuses. */
const CODES = ["1000", "1001", "1005", "1008", "1009", "1010", "1011", "4000", "4999"];

/** One WebSocket to `/ws/control`, whose server pings and closes as the reader asks. */
export default class GoodbyeElement extends DemoElement {
  #ribbon = new Ribbon();
  #log = new Log("What was asked for, and what came of it", "Press Connect.");
  #payload = checkedField(
    "Ping payload",
    h("input", { type: "text", autocomplete: "off", value: "hi" }),
  );
  #goodbye = new CloseFields({
    code: "1008",
    reason: "Enough for today",
    codes: CODES,
    problemOf: codeProblem,
  });
  /** @type {WebSocket | null} */
  #socket = null;

  /** @param {HTMLElement} stage */
  build(stage) {
    const button = (
      /** @type {string} */ words,
      /** @type {import("../control.js").Wish} */ wish,
    ) => h("button", { type: "button", onclick: () => this.#ask(wish) }, words);
    stage.append(
      this.#ribbon.element,
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#ping(event) },
        this.#payload.element,
        h("button", {}, "Ping"),
      ),
      this.#log.element,
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#close(event) },
        ...this.#goodbye.elements,
        h("button", {}, "Close by the server"),
      ),
      h(
        "div",
        { class: "bench-row" },
        button("Close without a code", { type: "close" }),
        button("Cut the line", { type: "cut" }),
      ),
      h("p", { class: "bench-hint" }, "No page is ever told of a Ping: see it in the wire."),
    );
    this.setPrimary("Connect", () => this.#connect());
  }

  #connect() {
    this.problem("");
    this.#log.clear();
    this.#socket = null;
    this.#ribbon.show(null);
    this.askThenOpen("/ws/control", "Goodbye", {
      open: (address) => this.#open(address),
      gaveUp: () => this.setPrimary("Connect", () => this.#connect()),
    });
  }

  /** @param {string} address */
  #open(address) {
    this.transcript.restart();
    const socket = new WebSocket(address);
    this.#socket = socket;
    const forget = this.own(() => socket.close());
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#write("note", "Open. Say how it shall end.");
      this.#showState();
    };
    socket.onmessage = ({ data }) => this.#write("server", describeAnswer(data));
    socket.onerror = () => this.#write("note", "error event, without a word why");
    socket.onclose = (event) => {
      forget();
      this.#write("note", describeClose(event));
      this.#showState();
      if (!opened && this.isConnected)
        this.explainFailure(`The WebSocket to ${this.webSocketUrl("/ws/control")}`);
    };
    this.#showState();
    this.setPrimary("Close (1000)", () => this.#closeHere());
  }

  /** The other way round: the page begins to close. */
  #closeHere() {
    this.#socket?.close(1000);
    this.#write("note", "close(1000) called");
    this.#showState();
  }

  /** @param {SubmitEvent} event */
  #ping(event) {
    event.preventDefault();
    this.#ask({ type: "ping", payload: this.#payload.control.value });
  }

  /** @param {SubmitEvent} event */
  #close(event) {
    event.preventDefault();
    const { code, reason } = this.#goodbye;
    if (this.#goodbye.check()) this.#ask({ type: "close", code: Number(code), reason });
  }

  /** @param {import("../control.js").Wish} wish */
  #ask(wish) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    this.problem(open ? "" : "The server can be asked only while the WebSocket is open: Connect.");
    if (!open) return;
    this.#socket?.send(JSON.stringify(wish));
    this.#write("client", describeWish(wish));
  }

  #showState() {
    const state = this.#socket?.readyState ?? WebSocket.CLOSED;
    this.#ribbon.show(state);
    this.status =
      /** @type {const} */ (["connecting", "open", "closing", "closed"])[state] ?? "idle";
    if (state === WebSocket.CLOSED) this.setPrimary("Connect", () => this.#connect());
  }

  /** @param {import("../transcript.js").From} from @param {string} text */
  #write(from, text) {
    this.#log.add(this.transcript.add(from, text));
  }
}
