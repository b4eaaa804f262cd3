import css from "../../styles/wire.css";
import { adoptStyles, h } from "../dom.js";
import { Timeline } from "./rows.js";
import { WireSession } from "./session.js";

adoptStyles(css);

/** The timeline of a session: what crossed the wire, row by row, and each unit to its last bit. */
export default class LiveWire extends HTMLElement {
  #timeline = new Timeline(new WireSession());
  #list = h("div", {
    class: "wire-list",
    role: "listbox",
    tabindex: 0,
    "aria-label": "What crossed the wire",
    "aria-multiselectable": "true",
  });
  #units = h("div", { class: "wire-units" });

  /** @param {WireSession} session */
  show(session) {
    this.#timeline = new Timeline(session);
    this.replaceChildren(this.#levels(), this.#list, this.#units);
    session.onChange(() => this.#refresh());
    this.#refresh();
  }

  #levels() {
    const level = (/** @type {import("./rows.js").Level} */ value, /** @type {string} */ word) =>
      h(
        "label",
        {},
        h("input", {
          type: "radio",
          name: "level",
          value,
          checked: value === this.#timeline.level,
          onchange: () => {
            this.#timeline.level = value;
            this.#refresh();
          },
        }),
        word,
      );
    return h(
      "fieldset",
      { class: "wire-levels" },
      h("legend", {}, "Level"),
      level("messages", "Messages"),
      level("frames", "Frames"),
      level("reads", "TCP reads"),
    );
  }

  #refresh() {
    this.#timeline.refresh();
    const rows = this.#timeline.rows.map((row) =>
      h(
        "div",
        {
          class: "wire-row",
          role: "option",
          "aria-selected": "false",
          "data-from": row.from,
          "data-kind": row.kind,
          onclick: () => this.#open(row),
        },
        `${row.from} ${row.kind} `,
        h("span", { class: "wire-summary" }, row.summary),
      ),
    );
    this.#list.replaceChildren(...rows);
  }

  /** @param {import("./rows.js").Row} row */
  #open(row) {
    this.#units.append(
      h(
        "article",
        { class: "wire-unit" },
        ...row.units.map(({ unit }) => h("pre", {}, unit.bytes)),
      ),
    );
  }
}

customElements.define("live-wire", LiveWire);
