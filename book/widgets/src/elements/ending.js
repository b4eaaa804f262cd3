import css from "../../styles/ending.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, field, h } from "../dom.js";
import { Client } from "../ending/client.js";
import { ClientsTable } from "../ending/clients-table.js";
import { startRace } from "../race/race-client.js";
import { Strip } from "../table/strip.js";
import { many } from "../table/words.js";
import * as faults from "../wire/faults.js";
import { withTap } from "../wire/tap.js";

adoptStyles(css);

/** Enough to see that they do not come back together, few enough to see each. */
const CLIENTS = 6;

/** Ten numbers a second, for as long as a race lasts: something to lose. */
const LOAD = { rate: 10, count: 2000, size: 16 };

/** All six have one token, so that one wish ends them all. */
const LABEL = "Six clients";

/** What a server may say when it ends a connection. */
const CODES = /** @type {const} */ ([
  [1000, "That was all."],
  [1001, "The server goes away."],
  [1012, "The server restarts."],
  [1013, "Too much to do: try again later."],
]);

/** Six clients that read the same numbers, and every way to end their connections. */
export default class EndingElement extends DemoElement {
  static words = { ...DemoElement.words, open: "All open", connecting: "Not all open" };

  #clients = this.#six();
  #table = new ClientsTable();
  #strip = new Strip({ open: "open", attempt: "try", cut: "server away" });
  #seconds = h("input", { type: "number", min: 0, max: 30, value: 3, size: 3, required: true });
  #buttons = [
    ...CODES.map(([code, reason]) =>
      this.#button(`Close ${code}`, (token) => faults.close(token, code, reason)),
    ),
    this.#button("Cut (1006)", (token) => faults.cut(token)),
    this.#button("Restart the server", (token) => this.#restart(token)),
  ];
  #token = "";
  #stop = new AbortController();
  #isDrawn = true;

  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(
      h("div", { class: "bench-row" }, ...this.#buttons, field("It is away for, s", this.#seconds)),
      this.#table.element,
      h("div", { class: "ending-strip" }, this.#strip.element),
    );
    this.#draw();
    this.setPrimary("Connect", () => void this.#connect());
  }

  #six() {
    return Array.from({ length: CLIENTS }, (_, index) => {
      /** @type {Client} */
      const client = new Client(`Client ${index + 1}`, (moved) => this.#changed(client, moved));
      return client;
    });
  }

  /** @param {string} words @param {(token: string) => Promise<number>} wish */
  #button(words, wish) {
    return h("button", { type: "button", onclick: () => void this.#end(words, wish) }, words);
  }

  async #connect() {
    this.problem("");
    this.closeAll();
    this.transcript.restart();
    this.#clients = this.#six();
    const { signal } = (this.#stop = new AbortController());
    this.own(() => (this.#stop.abort(), this.#strip.stop()));
    this.setPrimary("Disconnect", () => this.#disconnect());
    this.status = "connecting";
    try {
      const race = await startRace(this.url("/race"), LOAD, signal);
      this.#token = await this.wire.watch(LABEL);
      signal.throwIfAborted();
      this.#beginStrip(0);
      for (const client of this.#clients) {
        signal.addEventListener("abort", () => client.close());
        client.open((after) =>
          withTap(this.webSocketUrl(`/race/${race.id}/ws?after=${after}`), this.#token),
        );
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#disconnect();
      void this.explainFailure(`The six connections (${wordsOf(error)})`);
    }
  }

  #disconnect() {
    this.closeAll();
    this.status = "idle";
    this.setPrimary("Connect", () => void this.#connect());
  }

  /** @param {string} words @param {(token: string) => Promise<number>} wish */
  async #end(words, wish) {
    const open = this.#clients.filter(({ state }) => state === "open");
    const isWatched = open.length > 0 && this.#token !== "";
    this.problem(isWatched ? "" : "Only what is open and watched can be ended: Connect.");
    if (!isWatched) return;
    for (const client of this.#clients) client.forget();
    this.#beginStrip(0);
    try {
      const connections = await wish(this.#token);
      this.transcript.add("server", `${words}: ${many(connections, "connection")}`);
    } catch (error) {
      this.problem(wordsOf(error));
    }
  }

  /** @param {string} token */
  async #restart(token) {
    if (!this.#seconds.reportValidity()) return 0;
    const seconds = this.#seconds.valueAsNumber;
    this.#beginStrip(seconds);
    return faults.restart(token, seconds);
  }

  /** From the button on: how it was before is not of interest. @param {number} seconds the server is away */
  #beginStrip(seconds) {
    this.#strip.begin(this.#clients.map(({ name }) => name));
    for (const { name, state } of this.#clients) {
      if (state === "open") this.#strip.set(name, "open");
    }
    if (seconds > 0) this.#strip.cut(seconds);
  }

  /** @param {Client} client @param {boolean} moved */
  #changed(client, moved) {
    if (moved && !this.#stop.signal.aborted) this.#moved(client);
    if (this.#isDrawn) requestAnimationFrame(() => this.#draw());
    this.#isDrawn = false;
  }

  /** @param {Client} client */
  #moved({ name, state, ended, then }) {
    if (state === "connecting") return this.#strip.attempt(name);
    this.#strip.set(name, state === "open" ? "open" : "closed");
    const words = state === "open" ? `open. ${then}` : `${ended}. ${then}`;
    this.transcript.add("client", `${name}: ${words}`);
    this.#showStatus();
  }

  #showStatus() {
    const are = (/** @type {string[]} */ ...states) =>
      this.#clients.every(({ state }) => states.includes(state));
    if (!are("open", "closed")) {
      this.status = "connecting";
      return;
    }
    this.#strip.end();
    this.status = are("closed") ? "closed" : "open";
    if (are("closed")) this.setPrimary("Connect", () => void this.#connect());
  }

  /** Ten numbers a second for six: drawn once a frame. */
  #draw() {
    this.#isDrawn = true;
    this.#table.show(this.#clients);
  }

  async recording() {
    return { ...(await super.recording()), table: this.#table.recording(this.#clients) };
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
