import { h } from "../dom.js";
import { checkedField } from "../view/field.js";
import { GUID, SAMPLE_KEY, acceptSteps, keyProblem } from "./accept.js";

/** Key -> accept in three visible steps. */
export class AcceptCalculator {
  #key = checkedField(
    "Sec-WebSocket-Key",
    h("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      value: SAMPLE_KEY,
      oninput: () => this.#show(),
    }),
  );
  #joined = h("code");
  #hash = h("code");
  #accept = h("code", { class: "handshake-accept" });
  #compared = h("p", { class: "handshake-compared", role: "status" });
  element;

  /** @param {() => void} useBrowsers takes the key of a real connection */
  constructor(useBrowsers) {
    const step = (/** @type {string} */ words, /** @type {Node} */ result) =>
      h("li", {}, h("span", {}, words), result);
    this.element = h(
      "section",
      { class: "handshake-part", "aria-label": "The accept, in three steps" },
      h("p", { class: "handshake-heading" }, "The accept, in three steps"),
      h(
        "div",
        { class: "bench-row" },
        this.#key.element,
        h("button", { type: "button", onclick: useBrowsers }, "Use my browser's key"),
      ),
      h(
        "ol",
        { class: "handshake-steps" },
        step("Key, then the GUID, as one text", this.#joined),
        step("SHA-1 of that: 20 bytes, here in hex", this.#hash),
        step("The same 20 bytes in Base64: Sec-WebSocket-Accept", this.#accept),
      ),
      this.#compared,
    );
    this.#show();
  }

  /**
   * A real key, and what a real server answered to it.
   *
   * @param {string} key @param {string} accepted @returns {boolean} whether both agree
   */
  compare(key, accepted) {
    this.#key.control.value = key;
    this.#show();
    const same = acceptSteps(key).accept === accepted;
    this.#compared.textContent = same
      ? `The server answered this browser with Sec-WebSocket-Accept: ${accepted}. The same.`
      : `The server answered this browser with ${accepted || "no accept"}. Not the same!`;
    return same;
  }

  /** @param {string} text why there is no key to compare */
  say(text) {
    this.#compared.textContent = text;
  }

  #show() {
    const key = this.#key.control.value;
    const { joined, hash, accept } = acceptSteps(key);
    this.#key.say(keyProblem(key));
    this.#joined.replaceChildren(
      h("span", { class: "handshake-key" }, key),
      h("wbr"),
      joined.slice(-GUID.length),
    );
    this.#hash.textContent = hash;
    this.#accept.textContent = accept;
    this.#compared.textContent = "";
  }
}
