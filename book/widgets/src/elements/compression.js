import css from "../../styles/compression.css";
import { deflatedBytes, frameBytes } from "../compression/deflate.js";
import { negotiation, rsv1 } from "../compression/offer.js";
import { recordedTable } from "../compression/recorded.js";
import { samples } from "../compression/samples.js";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, field, h } from "../dom.js";
import { OwnHandshake } from "../handshake/own-handshake.js";
import { tap, withTap } from "../wire/tap.js";

/** @import { Unit } from "../wire/tap.js" */

adoptStyles(css);

const LABEL = "My browser";
/** Long enough for a page of text; the wire shows all of it. */
const MOST_CHARACTERS = 4000;
const HEAD = ["What", "Message", "Frame as it is", "Frame, deflated", "Saved"];
const TEXT = "Write what your program sends. Say it again: write what your program sends.";

/** What a browser offers, what this server answers, and what deflate would make of a message. */
export default class CompressionElement extends DemoElement {
  static words = { ...DemoElement.words, idle: "Nothing measured yet", closed: "Measured" };

  #own = new OwnHandshake(this.wire.session);
  #text = h("textarea", { rows: 3, maxlength: MOST_CHARACTERS, spellcheck: "false" });
  #offer = h("dd", {}, "–");
  #answer = h("dd", {}, "–");
  #page = h("dd", {}, "–");
  #echo = h("dd", {}, "–");
  #rows = h("tbody");
  /** @type {string[][]} */
  #measured = [];

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#text.value = TEXT;
    stage.append(
      field("Your text", this.#text),
      h(
        "dl",
        { class: "compression-handshake", "aria-live": "polite" },
        pair("client", "Your browser offers", this.#offer),
        pair("server", "Our server answers", this.#answer),
        pair("client", "socket.extensions, for the page", this.#page),
        pair("server", "Your text, echoed", this.#echo),
      ),
      h(
        "table",
        { class: "bench-table compression-table" },
        h(
          "caption",
          {},
          "Live: one message alone, in bytes, from a server. Deflated is an estimate.",
        ),
        h("thead", {}, h("tr", {}, ...HEAD.map((words) => h("th", { scope: "col" }, words)))),
        this.#rows,
      ),
      h(
        "p",
        { class: "bench-hint" },
        '“Deflated” is your browser\'s CompressionStream("deflate-raw"). permessage-deflate ends a message with ' +
          "three bits more (RFC 7692, section 7.2.1): they may need one byte more.",
      ),
      recordedTable(),
    );
    this.#show(samples(() => "").map(({ name }) => [name, "–", "–", "–", "–"]));
    this.setPrimary("Measure", () => void this.#measure());
  }

  async #measure() {
    if (this.dataset.status === "connecting") return;
    this.problem("");
    this.status = "connecting";
    this.transcript.restart();
    await this.#compress();
    const token = await this.wire.watch(LABEL);
    if (!this.isConnected) return;
    if (!token) {
      this.status = "closed";
      return this.problem("Without the wire nobody can see what your browser offers.");
    }
    const heads = this.#own.of(token);
    const socket = new WebSocket(withTap(this.webSocketUrl("/ws/echo"), token));
    const forget = this.own(() => socket.close());
    const echoed = new Promise((resolve) => {
      socket.onopen = () => socket.send(this.#text.value);
      socket.onmessage = () => resolve(true);
      socket.onclose = () => resolve(false);
    });
    const isThere = await echoed;
    const seen = await heads;
    await tap.settled();
    this.status = "closed";
    forget();
    socket.close(1000);
    if (!isThere || !seen) return this.explainFailure("The WebSocket to /ws/echo");
    this.#tell(negotiation(seen), socket.extensions, this.#echoIn(token));
  }

  /** Each content alone. */
  async #compress() {
    this.#measured = await Promise.all(
      samples(() => this.#text.value).map(async ({ name, content }) => {
        const said = content();
        const message = typeof said === "string" ? new TextEncoder().encode(said) : said;
        const plain = frameBytes(message.length);
        const deflated = frameBytes(await deflatedBytes(message));
        const saved = Math.round((1 - deflated / plain) * 100);
        return [name, ...[message.length, plain, deflated].map(String), `${saved} %`];
      }),
    );
    this.#show(this.#measured);
  }

  /** @param {string[][]} rows */
  #show(rows) {
    this.#rows.replaceChildren(
      ...rows.map(([name = "", ...cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, name),
          ...cells.map((words, at) => h("td", { "data-column": HEAD[at + 1] ?? "" }, words)),
        ),
      ),
    );
  }

  /** The frame that came back. @param {string} token @returns {Unit | undefined} */
  #echoIn(token) {
    for (const event of this.wire.session.since()) {
      if (event.type !== "unit" || event.token !== token) continue;
      const { kind, direction } = event.unit;
      if (kind === "frame" && direction === "server_to_client") return event.unit;
    }
    return undefined;
  }

  /**
   * @param {{ offered: string, answered: string }} negotiation
   * @param {string} extensions
   * @param {Unit | undefined} echo
   */
  #tell({ offered, answered }, extensions, echo) {
    this.#offer.textContent = offered
      ? `Sec-WebSocket-Extensions: ${offered}`
      : "no Sec-WebSocket-Extensions header";
    this.#answer.textContent = answered
      ? `Sec-WebSocket-Extensions: ${answered}`
      : "no Sec-WebSocket-Extensions header: not taken";
    this.#page.textContent = `"${extensions}"`;
    this.#echo.textContent = echo ? `${echo.summary}, RSV1 = ${rsv1(echo)}` : "not seen";
    this.transcript.add("client", this.#offer.textContent);
    this.transcript.add("server", this.#answer.textContent);
    this.transcript.add("server", `the echo: ${this.#echo.textContent}`);
  }

  async recording() {
    return { ...(await super.recording()), table: { head: HEAD, rows: this.#measured } };
  }
}

/** @param {"client" | "server"} side @param {string} name @param {HTMLElement} value */
function pair(side, name, value) {
  return h("div", { "data-side": side }, h("dt", {}, name), value);
}
