import css from "../../styles/faults.css";
import { codeProblem } from "../control.js";
import { adoptStyles, h } from "../dom.js";
import { CloseFields } from "../view/close-fields.js";
import { Drawing } from "./drawing.js";
import { Harm } from "./harm.js";
import { Sliders } from "./sliders.js";
import { describe } from "./wish.js";

/** @import { WireDrawer } from "../wire/drawer.js" */

adoptStyles(css);

/** Codes worth a try: what servers say when they end a connection. */
const CODES = ["1000", "1001", "1008", "1011", "1012", "1013", "4000"];

/** What stays until it is mended. */
const LASTING = /** @type {const} */ ([
  ["half_open", "Pull the plug (half-open)"],
  ["one_connection", "Drop duplicates"],
  ["strip_upgrade", "Strip Upgrade"],
]);

/** Breaks the line of one bench, as the reader wishes, and draws what is broken. */
export default class FaultsPanel extends HTMLElement {
  #drawing = new Drawing();
  /** How the line is now. */
  #line = h("p", { class: "faults-line-words" });
  /** What the last button did. */
  #did = h("p", { class: "faults-did" });
  #problem = h("p", { class: "faults-problem bench-field-problem", role: "alert" });
  #up = new Sliders("up", () => this.#wish());
  #down = new Sliders("down", () => this.#wish());
  #toggles = LASTING.map(([, words]) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": "false",
        onclick: (event) => this.#toggle(event.currentTarget),
      },
      words,
    ),
  );
  #close = new CloseFields({
    code: "1013",
    reason: "Try again later",
    codes: CODES,
    problemOf: codeProblem,
  });
  /** @type {Harm | undefined} */
  #harm;
  #told = (/** @type {string} */ _line) => {};

  /**
   * Harms the tokens of a bench from now on.
   *
   * @param {WireDrawer} wire
   * @param {(line: string) => void} [told] how the line is, in words
   */
  show(wire, told) {
    if (told) this.#told = told;
    this.#harm = new Harm(wire, {
      changed: () => this.#draw(),
      failed: (why) => (this.#problem.textContent = why),
    });
    this.#build();
    this.#draw();
  }

  disconnectedCallback() {
    this.#harm?.stop();
  }

  #build() {
    const once = (/** @type {string} */ words, /** @type {() => Promise<number>} */ act) =>
      h("button", { type: "button", onclick: () => void this.#strike(words, act) }, words);
    const harm = /** @type {Harm} */ (this.#harm);
    this.replaceChildren(
      this.#drawing.element,
      h("div", { class: "faults-said", role: "status" }, this.#line, this.#did),
      this.#problem,
      h(
        "fieldset",
        { class: "faults-buttons" },
        h("legend", {}, "Once"),
        once("Stall 5 s", () => harm.strike("stall", 5)),
        once("Cut 3 s", () => harm.strike("cut", 3)),
        once("Reset", () => harm.strike("reset", 0)),
        once("Restart (1012)", () => harm.strike("restart", 3)),
      ),
      h(
        "fieldset",
        { class: "faults-buttons" },
        h("legend", {}, "Until it is mended"),
        ...this.#toggles,
      ),
      h("div", { class: "faults-ways" }, this.#up.element, this.#down.element),
      h(
        "form",
        { class: "bench-row", onsubmit: (event) => this.#closeAll(event) },
        ...this.#close.elements,
        h("button", {}, "Close with a code"),
      ),
      h(
        "button",
        { type: "button", class: "faults-mend", onclick: () => void this.#mend() },
        "Mend everything",
      ),
    );
  }

  /** @param {HTMLButtonElement} button */
  #toggle(button) {
    button.setAttribute("aria-pressed", String(!isPressed(button)));
    void this.#wish();
  }

  async #wish() {
    this.#say("");
    const lasting = LASTING.filter((_, index) => isPressed(this.#toggles[index]));
    await this.#harm?.wish({
      up: this.#up.way,
      down: this.#down.way,
      ...Object.fromEntries(lasting.map(([name]) => [name, true])),
    });
  }

  /** @param {string} words @param {() => Promise<number>} act */
  async #strike(words, act) {
    this.#say("");
    const count = await act();
    if (this.#problem.textContent !== "") return;
    this.#say(
      count === 0
        ? `${words}: no connection is open.`
        : `${words}: ${count} ${count === 1 ? "connection" : "connections"}.`,
    );
  }

  /** @param {SubmitEvent} event */
  #closeAll(event) {
    event.preventDefault();
    const { code, reason } = this.#close;
    if (!this.#close.check()) return;
    const close = { code: Number(code), reason };
    void this.#strike(`Close ${code}`, () => /** @type {Harm} */ (this.#harm).close(close));
  }

  async #mend() {
    for (const button of this.#toggles) button.setAttribute("aria-pressed", "false");
    this.#up.reset();
    this.#down.reset();
    this.#say("");
    await this.#harm?.mend();
  }

  /** @param {string} words */
  #say(words) {
    this.#did.textContent = words;
  }

  #draw() {
    if (!this.#harm) return;
    const { plan, blow } = this.#harm;
    this.#drawing.show(plan, blow);
    const line = describe(plan, blow);
    const words = line || "Nothing goes wrong.";
    if (this.#line.textContent !== words) this.#line.textContent = words;
    this.#told(line);
  }
}

/** @param {HTMLButtonElement | undefined} button */
function isPressed(button) {
  return button?.getAttribute("aria-pressed") === "true";
}

customElements.define("faults-panel", FaultsPanel);
