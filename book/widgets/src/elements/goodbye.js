import { describeClose, reasonProblem } from "../close-code.js";
import { codeProblem, describeAnswer, describeWish } from "../control.js";
import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
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
  #code = checkedField(
    "Close code",
    h("input", {
      type: "text",
      inputmode: "numeric",
      size: 6,
      value: "1008",
      oninput: () => this.#closeChanged(),
    }),
  );
  #reason = checkedField(
    "Reason",
    h("input", { type: "text", oninput: () => this.#closeChanged(), value: "Enough for today" }),
  );
  /** @type {WebSocket | null} */
  #socket = null;

  /** @param {HTMLElement} stage */
  build(stage) {
    const codes = h("datalist", {}, ...CODES.map((value) => h("option", { value })));
    codes.id = `${this.#code.control.id}-list`;
    this.#code.control.setAttribute("list", codes.id);
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
        this.#code.element,
        this.#reason.element,
        codes,
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

  async #connect() {
    this.problem("");
    this.#log.clear();
    this.status = "connecting";
    const address = await this.tappedSocket("/ws/control", "Goodbye");
    if (!this.isConnected || this.#isLive()) return;
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
    if (!this.#closeChanged()) return;
    const code = Number(this.#code.control.value.trim());
    this.#ask({ type: "close", code, reason: this.#reason.control.value });
  }

  /** Checks code and reason where they are typed. @returns {boolean} whether both fit a frame */
  #closeChanged() {
    const fineCode = this.#code.say(codeProblem(this.#code.control.value.trim()));
    const fineReason = this.#reason.say(reasonProblem(this.#reason.control.value));
    return fineCode && fineReason;
  }

  /** @param {import("../control.js").Wish} wish */
  #ask(wish) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    this.problem(open ? "" : "The server can be asked only while the WebSocket is open: Connect.");
    if (!open) return;
    this.#socket?.send(JSON.stringify(wish));
    this.#write("client", describeWish(wish));
  }

  #isLive() {
    return this.#socket !== null && this.#socket.readyState !== WebSocket.CLOSED;
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
