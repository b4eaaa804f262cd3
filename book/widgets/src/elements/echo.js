import { closeCodeProblem, describeClose } from "../close-code.js";
import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { describePayload, parseHex, toHex } from "../payload.js";
import { RoundTrips } from "../round-trips.js";
import { CloseFields } from "../view/close-fields.js";
import { checkedField } from "../view/field.js";
import { Log } from "../view/log.js";
import { Ribbon, STATES } from "../view/ribbon.js";

/** Messages that "Both sides at once" sends: enough to see sends and answers cross. */
const BURST = 5;

/** A close code and a reason that a browser takes; no code: `close()` without arguments. */
const CODES = ["1000", "3000", "4000", "4999"];

/** One WebSocket to `data-endpoint`: send, see both directions, close as you like. */
export default class EchoElement extends DemoElement {
  #ribbon = new Ribbon();
  #log = new Log("Messages in both directions", "Press Connect, then send something.");
  #message = checkedField("Message", h("input", { type: "text", autocomplete: "off" }));
  #kind = checkedField(
    "Send as",
    h(
      "select",
      { onchange: () => this.#kindChanged() },
      h("option", { value: "text" }, "text"),
      h("option", { value: "binary" }, "binary (hex)"),
    ),
  );
  #goodbye = new CloseFields({
    code: "1000",
    reason: "done",
    codes: CODES,
    problemOf: closeCodeProblem,
    changed: () => this.#showPrimary(),
  });
  /** @type {WebSocket | null} */
  #socket = null;
  #trips = new RoundTrips((payload) => payload);

  get #endpoint() {
    return this.dataset.endpoint ?? "/ws/echo";
  }

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#message.control.value = this.dataset.message ?? "Hello!";
    stage.append(
      this.#ribbon.element,
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#submitted(event) },
        this.#message.element,
        this.#kind.element,
        h("button", {}, "Send"),
        h("button", { type: "button", onclick: () => this.#burst() }, "Both sides at once"),
      ),
      this.#log.element,
      h("div", { class: "bench-row" }, ...this.#goodbye.elements),
    );
    this.setPrimary("Connect", () => this.#connect());
  }

  #connect() {
    this.problem("");
    this.#log.clear();
    this.#socket = null;
    this.#ribbon.show(null);
    this.askThenOpen(this.#endpoint, "Echo", {
      open: (address) => this.#open(address),
      gaveUp: () => this.setPrimary("Connect", () => this.#connect()),
    });
  }

  /** @param {string} address */
  #open(address) {
    this.transcript.restart();
    const greets = this.#endpoint === "/ws/hello";
    this.#trips = new RoundTrips((sent) => (greets ? `You said: ${asText(sent)}` : sent));
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const forget = this.own(() => socket.close());
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#write(
        "note",
        `Open: HTTP was asked once, at ${this.#endpoint}. Now both sides may talk.`,
      );
      this.#showState();
    };
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = (event) => {
      forget();
      this.#write("note", describeClose(event));
      this.#showState();
      if (!opened && this.isConnected)
        this.explainFailure(`The WebSocket to ${this.webSocketUrl(this.#endpoint)}`);
    };
    this.#showState();
    this.#showPrimary();
    this.#goodbye.check();
  }

  #close() {
    const { code, reason } = this.#goodbye;
    if (!this.#goodbye.check()) return;
    if (code === "") this.#socket?.close();
    else this.#socket?.close(Number(code), reason);
    this.#write("note", `close(${code && `${code}, “${reason}”`}) called`);
    this.#showState();
  }

  /** While there is something to close, the button says with which code. */
  #showPrimary() {
    const { code } = this.#goodbye;
    if (this.#isLive()) this.setPrimary(code ? `Close (${code})` : "Close", () => this.#close());
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

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const typed = this.#message.control.value;
    const payload = this.#kind.control.value === "binary" ? parseHex(typed) : typed;
    if (payload === null) {
      this.#message.say("Hex is pairs of 0-9 and a-f, as in 68 65 6c 6c 6f.");
    } else if (this.#mayWrite()) {
      this.#send(payload);
    }
  }

  /** Numbered messages, one after the other, without waiting for any answer. */
  #burst() {
    if (!this.#mayWrite()) return;
    // No pause between them: the server begins to answer while they still leave.
    for (let number = 1; number <= BURST; number++) this.#send(`${number} of ${BURST}`);
  }

  /** `send()` works in one ready state only; says so in the others. */
  #mayWrite() {
    const state = this.#socket?.readyState ?? null;
    if (state === WebSocket.OPEN) return this.#message.say("");
    const now = state === null ? "There is no WebSocket yet" : `It is ${state} ${STATES[state]}`;
    const then = state === WebSocket.CONNECTING ? "throw InvalidStateError" : "send nothing";
    const what = state === null ? "Press Connect first." : `Now send() would ${then}.`;
    return this.#message.say(`${now}: a message goes only when it is 1 OPEN. ${what}`);
  }

  /** @param {string | Uint8Array<ArrayBuffer>} payload */
  #send(payload) {
    this.#socket?.send(payload);
    this.#trips.sent(this.transcript.elapsed(), payload);
    this.#write("client", describePayload(payload));
  }

  /** @param {string | ArrayBuffer} payload */
  #received(payload) {
    const trip = this.#trips.received(this.transcript.elapsed(), payload);
    const extra = trip === null ? "" : `round trip ${trip.toFixed(1)} ms`;
    this.#write("server", describePayload(payload), extra);
  }

  /** @param {import("../transcript.js").From} from @param {string} text @param {string} [extra] */
  #write(from, text, extra = "") {
    this.#log.add(this.transcript.add(from, text), { extra });
  }

  /** What is typed stays the same message in the other notation. */
  #kindChanged() {
    const { control } = this.#message;
    if (this.#kind.control.value === "binary") {
      control.value = toHex(new TextEncoder().encode(control.value));
    } else {
      control.value = new TextDecoder().decode(parseHex(control.value) ?? new Uint8Array());
    }
    this.#message.say("");
  }
}

/** @param {import("../round-trips.js").Payload} payload */
function asText(payload) {
  return typeof payload === "string" ? payload : new TextDecoder().decode(payload);
}
