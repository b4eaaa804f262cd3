import stacking from "../../styles/stacking-table.css";
import css from "../../styles/violation.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h, uniqueId } from "../dom.js";
import { parseHex, toHex } from "../payload.js";
import { PREDICTIONS, describeWire, outcome, tally, wireOf } from "../violation/outcome.js";
import { ViolationTable } from "../violation/table.js";
import { checkedField } from "../view/field.js";
import { withTap } from "../wire/tap.js";

/** @import { Seen, Violation, Wire } from "../violation/outcome.js" */

adoptStyles(css);
adoptStyles(stacking);

/** How long after its WebSocket an exchange may take to end in the tap. The server ends TCP within 4 s. */
const END_MS = 5000;

/** Bytes of the broken frame that are shown; all of them stand in the wire. */
const SHOWN_BYTES = 12;

/** WebSockets whose server breaks one rule each, and what this browser made of it. */
export default class ViolationElement extends DemoElement {
  static words = { ...DemoElement.words, idle: "Not started" };

  /** @type {Violation[]} */
  #violations = [];
  #rule = checkedField("The server breaks", h("select", { onchange: () => this.#describe() }));
  #about = h("p", { class: "violation-about" });
  #predictions = predictions();
  #verdict = h("p", { class: "violation-verdict", role: "status" });
  #table = new ViolationTable();
  #all = h("button", { type: "button", onclick: () => this.#runAll() }, "All rules in turn");
  #busy = false;
  /** Called when the wire has shown the end of this token's exchange. */
  #waiting = { token: "", ended: () => {} };

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#rule.control.append(h("option", {}, "one rule of RFC 6455"));
    this.#about.textContent = "Show the rules, choose one, and say what your browser will do.";
    this.#verdict.textContent = "Nothing was broken yet.";
    stage.append(
      h("div", { class: "bench-row" }, this.#rule.element, this.#all),
      this.#about,
      this.#predictions.element,
      this.#verdict,
      this.#table.element,
    );
    this.setPrimary("Show the rules", () => this.#load());
    this.wire.session.onChange(() => this.#told());
  }

  /** @returns {Promise<boolean>} whether the rules are there */
  async #load() {
    if (this.#violations.length > 0) return true;
    this.problem("");
    try {
      this.#violations = await (await fetch(this.url("/violations.json"))).json();
    } catch {
      this.showAbsent();
      return false;
    }
    const options = this.#violations.map(({ rule, title }) => h("option", { value: rule }, title));
    this.#rule.control.replaceChildren(...options);
    this.#describe();
    this.setPrimary("Connect", () => this.#runOne());
    return true;
  }

  get #chosen() {
    const { value } = this.#rule.control;
    return this.#violations.find(({ rule }) => rule === value);
  }

  #describe() {
    const { sent, bytes, then, section } = this.#chosen ?? {};
    const all = parseHex(bytes ?? "") ?? new Uint8Array();
    const more = all.length > SHOWN_BYTES ? ` … (${all.length} bytes)` : "";
    this.#about.replaceChildren(`${sent}`);
    if (all.length > 0)
      this.#about.append(": ", h("code", {}, toHex(all.subarray(0, SHOWN_BYTES)) + more));
    this.#about.append(then ? `, then a correct message “${then}”.` : ".", ` See ${section}.`);
  }

  async #runOne() {
    const violation = this.#chosen;
    if (!violation) return;
    await this.#alone(async () => {
      const did = await this.#run(violation);
      const said = this.#predictions.chosen();
      const right = said === did ? "You were right" : `You said: ${said}`;
      this.#verdict.textContent = `Your browser ${did}.${said ? ` ${right}.` : ""}`;
    });
  }

  async #runAll() {
    if (!(await this.#load())) return;
    await this.#alone(async () => {
      const outcomes = [];
      for (const violation of this.#violations) {
        if (!this.isConnected) return;
        outcomes.push(await this.#run(violation));
      }
      this.#verdict.textContent = `${outcomes.length} rules broken: ${tally(outcomes)}.`;
    });
  }

  /** One after the other: the table and the status have one place for a run. @param {() => Promise<void>} run */
  async #alone(run) {
    if (this.#busy) return;
    this.#busy = true;
    this.problem("");
    this.#verdict.textContent = "Waiting for what your browser does…";
    try {
      await run();
    } finally {
      this.#busy = false;
    }
  }

  /** @param {Violation} violation @returns {Promise<string>} what the browser did */
  async #run(violation) {
    const { rule, title, section, demands } = violation;
    const { session } = this.wire;
    this.status = "connecting";
    const first = session.next;
    const token = await this.wire.watch(rule);
    const ended = new Promise((resolve) => {
      this.#waiting = { token, ended: () => resolve(undefined) };
    });
    const address = withTap(this.webSocketUrl(`/ws/violation/${rule}`), token);
    const seen = await this.#connect(address);
    if (token !== "") await Promise.race([ended, after(END_MS)]);
    this.wire.unwatch(rule);
    const wire = wireOf(session.since(first), token);
    this.#table.set(this.#violations.indexOf(violation), [
      `${title} (${section.replace("RFC 6455 ", "")})`,
      demands,
      seen.events.join(", "),
      describeWire(wire),
    ]);
    return outcome(violation, seen, wire);
  }

  /** Everything that the page is told of one WebSocket. @param {string} address @returns {Promise<Seen>} */
  #connect(address) {
    /** @type {Seen} */
    const seen = { opened: false, texts: [], events: [] };
    const socket = new WebSocket(address);
    const forget = this.own(() => socket.close());
    socket.onopen = () => {
      seen.opened = true;
      seen.events.push("open");
      this.status = "open";
    };
    socket.onmessage = ({ data }) => {
      seen.texts.push(data);
      seen.events.push(`message “${data}”`);
    };
    socket.onerror = () => seen.events.push("error");
    return new Promise((resolve) => {
      socket.onclose = ({ code, wasClean }) => {
        forget();
        seen.events.push(`close ${code}, wasClean ${wasClean}`);
        this.status = "closed";
        resolve(seen);
      };
    });
  }

  /** Something was told on the wire. */
  #told() {
    const { session } = this.wire;
    const [last] = session.since(session.next - 1);
    if (last?.type === "ended" && last.token === this.#waiting.token) this.#waiting.ended();
  }

  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#table.recording() };
  }
}

/** The reader's guess before a run. */
function predictions() {
  const name = uniqueId("prediction");
  const radios = PREDICTIONS.map((value) => h("input", { type: "radio", name, value }));
  const labels = radios.map((radio) => h("label", {}, radio, " ", radio.value));
  return {
    element: h(
      "fieldset",
      { class: "violation-predictions" },
      h("legend", {}, "Your browser …"),
      ...labels,
    ),
    chosen: () => radios.find(({ checked }) => checked)?.value ?? "",
  };
}

/** @param {number} ms @returns {Promise<void>} */
function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
