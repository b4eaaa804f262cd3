import { h, uniqueId } from "../dom.js";
import { WISHES } from "./wish.js";

/** @import { Wish } from "../raw/raw-client.js" */

/** A header with a value: it may be left out. */
class HeaderLine {
  #box;
  #value;
  element;

  /** @param {string} name @param {string | null} fixed its one value; null: the reader's @param {() => void} changed */
  constructor(name, fixed, changed) {
    const id = uniqueId("header");
    this.#box = h("input", { type: "checkbox", id, onchange: changed });
    this.#value = h("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `Value of ${name}`,
      maxlength: 256,
      readonly: fixed !== null,
      value: fixed ?? "",
      oninput: () => ((this.#box.checked = true), changed()),
    });
    this.element = h(
      "div",
      { class: "handshake-header" },
      this.#box,
      h("label", { for: id }, `${name}:`),
      this.#value,
    );
  }

  get value() {
    return this.#box.checked ? this.#value.value : null;
  }

  /** @param {string | boolean | null} value null or false: without this header */
  set(value) {
    this.#box.checked = value !== null && value !== false;
    if (typeof value === "string") this.#value.value = value;
  }
}

/** A handshake, header by header. */
export class HandshakeForm {
  #preset;
  #upgrade;
  #connection;
  #version;
  #key;
  #origin;
  element;

  constructor() {
    const changed = () => (this.#preset.value = "");
    const line = (/** @type {string} */ name, /** @type {string | null} */ fixed = null) =>
      new HeaderLine(name, fixed, changed);
    this.#upgrade = line("Upgrade", "websocket");
    this.#connection = line("Connection", "Upgrade");
    this.#version = line("Sec-WebSocket-Version");
    this.#key = line("Sec-WebSocket-Key");
    this.#origin = line("Origin");
    const names = Object.keys(WISHES);
    this.#preset = h(
      "select",
      { "aria-label": "Begin with", onchange: () => this.take(this.#preset.value) },
      ...names.map((name) => h("option", { value: name }, name)),
      h("option", { value: "", hidden: true }, "Your own"),
    );
    const lines = [this.#upgrade, this.#connection, this.#version, this.#key, this.#origin];
    this.element = h(
      "div",
      { class: "handshake-request" },
      h("div", { class: "handshake-line" }, h("code", {}, "GET /ws/echo HTTP/1.1"), this.#preset),
      ...lines.map(({ element }) => element),
    );
    this.take("Correct");
  }

  /** @param {string} name */
  take(name) {
    const wish = WISHES[name];
    if (!wish) return;
    this.#upgrade.set(wish.upgrade);
    this.#connection.set(wish.connection);
    this.#version.set(wish.version);
    this.#key.set(wish.key);
    this.#origin.set(wish.origin);
    this.#preset.value = name;
  }

  /** The name of the fault, or "Your own". */
  get name() {
    return this.#preset.selectedOptions[0]?.textContent ?? "";
  }

  /** @returns {Wish} */
  get wish() {
    return {
      upgrade: this.#upgrade.value !== null,
      connection: this.#connection.value !== null,
      version: this.#version.value,
      key: this.#key.value,
      origin: this.#origin.value,
    };
  }
}
