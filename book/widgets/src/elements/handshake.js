import handshakeStyles from "../../styles/handshake.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { answerIn, brokenRules, headerIn } from "../handshake/answer.js";
import { AcceptCalculator } from "../handshake/calculator.js";
import { HandshakeForm } from "../handshake/sender.js";
import { OwnHandshake } from "../handshake/own-handshake.js";
import { RawClient } from "../raw/raw-client.js";
import { withTap } from "../wire/tap.js";

/** @import { Answered, Told } from "../raw/raw-client.js" */

adoptStyles(handshakeStyles);

const EMPTY = "Press Send: what the server answers appears here.";

/** The accept of any key, and handshakes with a fault. */
export default class HandshakeElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Nothing sent yet",
    open: "101: WebSocket",
    closed: "No WebSocket",
  };

  #calculator = new AcceptCalculator(() => this.#useBrowsersKey());
  #own = new OwnHandshake(this.wire.session);
  #form = new HandshakeForm();
  #answer = h("div", {
    class: "handshake-answer",
    role: "group",
    "aria-label": "The server's answer",
    "aria-live": "polite",
    tabindex: 0,
    "data-empty": EMPTY,
  });
  #raw = new RawClient(
    "",
    () => {},
    () => {},
  );
  /** A handshake is on its way: what the reader calls it. */
  #asked = "";

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#raw = new RawClient(
      this.webSocketUrl("/ws/raw"),
      (told) => this.#told(told),
      (opened) => this.#lost(opened),
    );
    stage.append(
      this.#calculator.element,
      h(
        "section",
        { class: "handshake-part", "aria-label": "Send a handshake" },
        h("p", { class: "handshake-heading" }, "Send a handshake"),
        this.#form.element,
        this.#answer,
      ),
    );
    this.setPrimary("Send", () => this.#send());
  }

  closeAll() {
    super.closeAll();
    this.#raw.close();
    this.#asked = "";
  }

  /** A browser tells no page its key. The wire does. */
  async #useBrowsersKey() {
    this.problem("");
    const token = await this.wire.watch("My browser");
    if (!token) return this.#calculator.say("Without the wire nobody can see the browser's key.");
    const seen = this.#own.of(token);
    const socket = new WebSocket(withTap(this.webSocketUrl("/ws/echo"), token));
    socket.onclose = this.own(() => socket.close());
    const heads = await seen;
    socket.close();
    if (heads === null) return this.explainFailure("A WebSocket to /ws/echo");
    const key = headerIn(heads[0], "sec-websocket-key");
    const accept = headerIn(heads[1], "sec-websocket-accept");
    const same = this.#calculator.compare(key, accept);
    this.transcript.add("client", `My browser's key: ${key}`);
    this.transcript.add("server", `Its accept: ${accept}${same ? ", as computed" : ""}`);
  }

  async #send() {
    if (this.#asked) return;
    this.problem("");
    this.#asked = this.#form.name;
    const handshake = this.#form.wish;
    this.status = "connecting";
    const token = await this.wire.watch("Handshake");
    if (!this.isConnected) return;
    this.#raw.say({ type: "open", handshake, ...(token && { token }) });
  }

  /** @param {Told} told */
  #told(told) {
    if (told.type === "answered") this.#answered(told);
    else if (told.type === "refused") {
      this.#asked = "";
      this.status = "closed";
      this.problem(told.reason);
    }
  }

  /** @param {Answered} answered */
  #answered({ status, units }) {
    const { status: line, headers, sentence } = answerIn(units);
    const opened = status === 101;
    // It has served its purpose, and the next handshake needs a connection of its own.
    if (opened) this.#raw.say({ type: "hang_up" });
    this.status = opened ? "open" : "closed";
    const verdict = opened
      ? "Below this line there is no HTTP any more: frames would follow. The raw client hung up."
      : sentence;
    this.#answer.replaceChildren(
      h("p", { class: "handshake-status" }, line),
      h("pre", {}, headers.join("\n")),
      h("p", { class: "handshake-sentence" }, verdict),
      ...brokenRules(units).map((rule) => h("p", { class: "handshake-rule" }, `Breaks: ${rule}`)),
    );
    this.transcript.add("client", `${this.#asked}: GET /ws/echo`);
    this.transcript.add("server", sentence ? `${line}: ${sentence}` : line);
    this.#asked = "";
  }

  /** @param {boolean} opened */
  #lost(opened) {
    this.#asked = "";
    this.status = "closed";
    if (opened) this.problem("The connection to the playground is lost. Press Send to try again.");
    else if (this.isConnected) this.explainFailure("The WebSocket to /ws/raw");
  }
}
