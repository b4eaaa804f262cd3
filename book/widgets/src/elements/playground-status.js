import { CHECKS, CHECK_TIMEOUT_MS } from "../checks.js";
import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { PLAYGROUND } from "../playground.js";
import { withTap } from "../wire/tap.js";

/** Is the playground there, may this page use it, and does every kind of connection get through? */
export default class PlaygroundStatusElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not checked",
    connecting: "Checking",
    open: "All checks passed",
    closed: "A check failed",
  };

  #facts = {
    address: h("td", {}, PLAYGROUND),
    version: h("td", {}, "not asked yet"),
    origin: h("td", {}, location.origin),
  };
  #rows = CHECKS.map((check) => ({ check, answer: h("td", {}, "not asked yet") }));

  /** @param {HTMLElement} stage */
  build(stage) {
    const heads = /** @type {const} */ ({
      address: "Playground",
      version: "Version",
      origin: "This page's origin",
    });
    const facts = Object.entries(heads).map(([key, words]) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, words),
        this.#facts[/** @type {keyof typeof heads} */ (key)],
      ),
    );
    const checks = this.#rows.map(({ check, answer }) =>
      h("tr", {}, h("th", { scope: "row" }, check.what, " ", h("code", {}, check.name)), answer),
    );
    stage.append(h("table", { class: "bench-table" }, h("tbody", {}, ...facts, ...checks)));
    this.setPrimary("Check", () => this.#check());
  }

  async #check() {
    const { status } = this;
    if (status === "connecting") return;
    this.problem("");
    this.status = "connecting";
    this.transcript.restart();
    const left = new AbortController();
    const forget = this.own(() => left.abort(new Error("stopped")));
    const about = await this.about();
    if (left.signal.aborted) return;
    if (!about) this.showAbsent();
    else await this.#runAll(about, left.signal);
    forget();
  }

  /** @param {import("../demo-element.js").About} about @param {AbortSignal} left */
  async #runAll(about, left) {
    this.#facts.version.textContent = `${about.name} ${about.version}`;
    const passed = await Promise.all(this.#rows.map((row) => this.#run(row, left)));
    if (left.aborted) return;
    this.status = passed.every(Boolean) ? "open" : "closed";
    this.#sayOrigin(passed);
  }

  /**
   * @param {{ check: import("../checks.js").Check, answer: HTMLElement }} row
   * @param {AbortSignal} left the element has left the page
   * @returns {Promise<boolean>}
   */
  async #run({ check, answer }, left) {
    const token = await this.wire.watch(check.what);
    const abort = new AbortController();
    const late = setTimeout(
      () => abort.abort(new Error(`no answer in ${CHECK_TIMEOUT_MS} ms`)),
      CHECK_TIMEOUT_MS,
    );
    const where = {
      url: (/** @type {string} */ path) => withTap(this.url(path), token),
      webSocketUrl: (/** @type {string} */ path) => withTap(this.webSocketUrl(path), token),
      signal: AbortSignal.any([left, abort.signal]),
    };
    try {
      left.throwIfAborted();
      answer.textContent = `✓ ${await check.run(where)}`;
      answer.dataset.result = "good";
      return true;
    } catch (error) {
      answer.textContent = `✗ ${error instanceof Error ? error.message : error}`;
      answer.dataset.result = "broken";
      return false;
    } finally {
      clearTimeout(late);
    }
  }

  /** @param {boolean[]} passed in the order of CHECKS */
  #sayOrigin(passed) {
    const echo = passed[CHECKS.findIndex(({ what }) => what === "WebSocket")];
    this.#facts.origin.textContent = `${location.origin}: ${echo ? "allowed" : "perhaps refused"}`;
    if (passed.every(Boolean)) return;
    this.problem(
      `What failed is marked ✗. If WebSocket alone fails, the playground refuses this page's ` +
        `origin (start it with --allow-origin ${location.origin}) or something between does not ` +
        `let WebSockets through. The playground's output says which.`,
    );
  }

  async recording() {
    const { recorded, by } = await super.recording();
    const rows = [...this.querySelectorAll("tr")].map((row) =>
      [...row.cells].map((cell) => cell.textContent ?? ""),
    );
    return { recorded, by, table: { head: ["What", "Answer"], rows } };
  }
}
