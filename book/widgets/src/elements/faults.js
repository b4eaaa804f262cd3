import { describeClose } from "../close-code.js";
import { DemoElement } from "../demo-element.js";
import { field, h } from "../dom.js";
import { Echoes } from "../faults/echoes.js";
import FaultsPanel from "../faults/panel.js";
import { Ribbon } from "../view/ribbon.js";

/** So often a numbered message goes. */
const EACH_MS = 1000;

/** So often what is waiting grows on the page. */
const DRAW_MS = 250;

/** The last is under what one message may have: `--max-message` of the playground. */
const SIZES = ["16", "1000", "60000"];

/** One WebSocket to `/ws/echo` with a message each second, and the panel that breaks its line. */
export default class FaultsElement extends DemoElement {
  #ribbon = new Ribbon();
  #echoes = new Echoes();
  #ended = h("p", { class: "faults-ended", role: "status" });
  #size = h("select", {}, ...SIZES.map((bytes) => h("option", { value: bytes }, bytes)));
  #figures = ["sent", "back", "waiting", "bufferedAmount"].map((name) => ({
    name,
    value: h("dd", {}, "0"),
  }));
  /** The one that sends. @type {WebSocket | null} */
  #socket = null;
  /** The one before it, when the reader opened a second. @type {WebSocket | null} */
  #older = null;
  #address = "";
  /** @type {ReturnType<typeof setInterval>[]} */
  #timers = [];

  /** @param {HTMLElement} stage */
  build(stage) {
    const panel = new FaultsPanel();
    const second = h(
      "button",
      { type: "button", onclick: () => this.#openSecond() },
      "Connect a second time",
    );
    stage.append(
      this.#ribbon.element,
      h(
        "dl",
        { class: "faults-now" },
        ...this.#figures.map(({ name, value }) => h("div", {}, h("dt", {}, name), value)),
      ),
      this.#echoes.element,
      h("div", { class: "bench-row" }, field("Bytes a message", this.#size), second, this.#ended),
      panel,
    );
    panel.show(this.wire, (line) => {
      if (this.#socket) this.transcript.add("note", line || "The line is mended.");
    });
    this.setPrimary("Connect", () => this.#connect());
  }

  #connect() {
    this.problem("");
    this.#echoes.clear();
    this.#ended.textContent = "";
    this.#socket = null;
    this.#older = null;
    this.#ribbon.show(null);
    this.#draw();
    this.askThenOpen("/ws/echo", "Echo", {
      open: (address) => this.#open(address),
      gaveUp: () => this.setPrimary("Connect", () => this.#connect()),
    });
  }

  /** @param {string} address */
  #open(address) {
    this.#address = address;
    this.transcript.restart();
    const socket = (this.#socket = this.#connectTo(address));
    socket.addEventListener("open", () => this.#send());
    this.#timers = [
      setInterval(() => this.#draw(), DRAW_MS),
      setInterval(() => this.#send(), EACH_MS),
    ];
    this.#draw();
    this.setPrimary("Close (1000)", () => this.#close());
  }

  /** Of the same token, so that it is a duplicate. It sends from now on; the older one is left as it is. */
  #openSecond() {
    const isOpen = this.#socket?.readyState === WebSocket.OPEN;
    this.problem(isOpen ? "" : "There is nothing to be second to: Connect first.");
    if (!isOpen) return;
    this.#older?.close(1000);
    this.#older = this.#socket;
    this.#socket = this.#connectTo(this.#address);
  }

  /** @param {string} address */
  #connectTo(address) {
    const socket = new WebSocket(address);
    const forget = this.own(() => socket.close());
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.transcript.add("note", "Open. A message each second.");
    };
    socket.onmessage = ({ data }) => this.#came(data);
    socket.onclose = (event) => {
      forget();
      this.#ends(socket, describeClose(event));
      if (!opened && this.isConnected)
        this.explainFailure(`The WebSocket to ${this.webSocketUrl("/ws/echo")}`);
    };
    return socket;
  }

  /** @param {WebSocket} socket @param {string} how */
  #ends(socket, how) {
    const words = socket === this.#socket ? how : `The older one. ${how}`;
    this.#ended.textContent = words;
    this.transcript.add("note", words);
    if (socket !== this.#socket) return;
    this.#older?.close(1000);
    this.#stop();
    this.#echoes.lose();
    this.#draw();
  }

  disconnectedCallback() {
    this.#stop();
    super.disconnectedCallback();
  }

  #close() {
    this.#socket?.close(1000);
    this.transcript.add("note", "close(1000) called");
    this.#ended.textContent = "close(1000) called: the close event is still to come.";
    this.#draw();
  }

  #stop() {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #send() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const number = this.#echoes.send();
    this.#socket.send(String(number).padEnd(Number(this.#size.value)));
    this.transcript.add("client", `#${number}`);
  }

  /** @param {string} text */
  #came(text) {
    const number = parseInt(text, 10);
    const ms = this.#echoes.came(number);
    this.transcript.add(
      "server",
      `#${number}${ms === null ? "" : `, back after ${ms.toFixed(1)} ms`}`,
    );
    this.#draw();
  }

  #draw() {
    const socket = this.#socket;
    const state = socket?.readyState ?? null;
    this.#ribbon.show(state);
    this.#echoes.draw();
    const { sent, back } = this.#echoes;
    const values = [sent, back, sent - back, socket?.bufferedAmount ?? 0];
    this.#figures.forEach(
      ({ value }, index) => (value.textContent = values[index]?.toLocaleString("en") ?? ""),
    );
    if (state === null) return;
    this.status =
      /** @type {const} */ (["connecting", "open", "closing", "closed"])[state] ?? "idle";
    if (state === WebSocket.CLOSED) this.setPrimary("Connect", () => this.#connect());
  }
}
