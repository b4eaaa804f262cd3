import forgeStyles from "../../styles/forge.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, field, h } from "../dom.js";
import { PreviewBox } from "../forge/preview-box.js";
import { PRESETS } from "../forge/presets.js";
import { Queue } from "../forge/queue.js";
import { describeFrame, headerOf, outcome } from "../forge/words.js";
import { RawClient } from "../raw/raw-client.js";
import { Log } from "../view/log.js";

/**
 * @import { Ended, Preview, Recipe, Told } from "../raw/raw-client.js"
 * @import { Unit } from "../wire/tap.js"
 */

adoptStyles(forgeStyles);

/** Frames set bit by bit, sent by the server's raw client to `/ws/echo`: each Send on a new connection. */
export default class ForgeElement extends DemoElement {
  static words = { ...DemoElement.words, idle: "Nothing sent yet" };

  #queue = new Queue(() => this.#changed());
  #bytes = new PreviewBox();
  #log = new Log("What is sent and what comes back", "Press Send.");
  #outcome = h("p", { class: "forge-outcome" });
  #hangUp = h("button", { type: "button", onclick: () => this.#end() }, "Hang up");
  #raw = new RawClient(
    "",
    () => {},
    () => {},
  );
  /** The newest preview; null: it is of other frames. @type {Preview | null} */
  #preview = null;
  /** A preview is on its way; "again": and what it shows is out of date. @type {false | true | "again"} */
  #asked = false;
  /** Frames that wait for the 101. @type {Recipe[] | null} */
  #waiting = null;
  /** Send was pressed while a connection was open: it has to end first. */
  #next = false;
  /** What was sent. @type {Preview | null} */
  #sent = null;
  /** Frames that came back. @type {Unit[]} */
  #back = [];

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#raw = new RawClient(
      this.webSocketUrl("/ws/raw"),
      (told) => this.#told(told),
      (opened) => this.#lost(opened),
    );
    const presets = Object.entries(PRESETS).map(([value, { label }]) =>
      h("option", { value }, label),
    );
    const select = h(
      "select",
      { onchange: () => (this.#queue.take(select.value), this.#changed()) },
      ...presets,
    );
    select.value = this.dataset.preset ?? "hello";
    this.#queue.take(select.value);
    stage.append(
      h("div", { class: "bench-row" }, field("Begin with", select)),
      this.#queue.element,
      this.#bytes.element,
      h(
        "div",
        { class: "forge-result" },
        h("p", { class: "forge-heading" }, "What came back"),
        this.#hangUp,
      ),
      this.#outcome,
      this.#log.element,
    );
    this.#show("idle");
    this.setPrimary("Send", () => this.#send());
  }

  closeAll() {
    super.closeAll();
    this.#raw.close();
    this.#asked = false;
  }

  /** Asks what the frames look like now. One question at a time, and the last one is always asked. */
  #changed() {
    this.#preview = null;
    const frames = this.#queue.recipes();
    if (frames === null) return;
    if (this.#asked) this.#asked = "again";
    else this.#raw.say({ type: "preview", frames });
    this.#asked ||= true;
  }

  async #send() {
    if (this.#waiting) return;
    this.problem("");
    const frames = this.#queue.recipes();
    if (frames === null) return this.problem("A field of this frame cannot be sent as it is.");
    this.#next = this.status === "open";
    if (this.#next) return this.#end();
    this.#waiting = frames;
    if (this.#preview === null) this.#changed();
    this.#back = [];
    this.#log.clear();
    this.#outcome.textContent = "";
    this.#show("connecting");
    const token = await this.wire.watch("Forge");
    if (!this.isConnected) return;
    this.transcript.restart();
    this.#raw.say({ type: "open", ...(token && { token }) });
  }

  #end() {
    if (this.status === "open") this.#raw.say({ type: "hang_up" });
  }

  /** @param {Told} told */
  #told(told) {
    switch (told.type) {
      case "preview":
        return this.#previewed(told);
      case "answered":
        return this.#answered(told.status);
      case "sent":
        return this.#sayOutcome(null);
      case "received":
        return this.#received(told.units);
      case "ended":
        return this.#ended(told);
      case "refused":
        return this.#refused(told);
    }
  }

  /** @param {Preview} preview */
  #previewed(preview) {
    const again = this.#asked === "again";
    this.#asked = false;
    if (again) return this.#changed();
    this.#preview = preview;
    this.#bytes.show(preview, this.#queue.chosen);
  }

  /** @param {number} status */
  #answered(status) {
    const frames = this.#waiting;
    this.#waiting = null;
    if (status !== 101 || frames === null) {
      return this.problem(`The server answered ${status}: no WebSocket. The wire shows its words.`);
    }
    this.#show("open");
    this.#sent = this.#preview;
    this.#write("note", "101: a WebSocket is open, from the raw client to /ws/echo.");
    const units = this.#sent?.units.filter(({ layer }) => layer === "wire") ?? [];
    for (const unit of units) this.#write("client", describeFrame(unit));
    this.#raw.say({ type: "send", frames });
  }

  /** @param {Unit[]} units */
  #received(units) {
    for (const unit of units.filter(headerOf)) {
      this.#back.push(unit);
      this.#write("server", describeFrame(unit));
    }
    this.#sayOutcome(null);
  }

  /** @param {Ended} ended */
  #ended(ended) {
    this.#waiting = null;
    this.#show("closed");
    this.#write("note", ended.sentence);
    this.#sayOutcome(ended);
    if (this.#next) this.#send();
  }

  /** @param {Ended | null} ended */
  #sayOutcome(ended) {
    this.#outcome.textContent = outcome(this.#back, ended, this.#sent);
  }

  /** @param {import("../raw/raw-client.js").Refused} refused */
  #refused({ to, reason }) {
    if (to === "preview") {
      this.#asked = false;
      return this.#bytes.refuse(reason);
    }
    if (to === "open") this.#show("closed");
    this.#waiting = null;
    this.problem(reason);
  }

  /** @param {boolean} opened */
  #lost(opened) {
    this.#asked = false;
    this.#waiting = null;
    this.#show("closed");
    if (opened) this.problem("The connection to the playground is lost. Press Send to try again.");
    else if (this.isConnected) this.explainFailure("The WebSocket to /ws/raw");
  }

  /** @param {import("../demo-element.js").Status} status */
  #show(status) {
    this.status = status;
    this.#hangUp.setAttribute("aria-disabled", String(status !== "open"));
  }

  /** @param {import("../transcript.js").From} from @param {string} text */
  #write(from, text) {
    this.#log.add(this.transcript.add(from, text));
  }
}
