import { h } from "../dom.js";

/** A WebSocket's readyState: the number is the index. */
export const STATES = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];

/** The four ready states in a row, the current one lit. */
export class Ribbon {
  #steps = STATES.map((word, number) =>
    h("li", {}, h("span", { class: "ribbon-number" }, String(number)), " ", word),
  );
  element = h("ol", { class: "ribbon", "aria-label": "readyState" }, ...this.#steps);

  /** @param {number | null} readyState null: there is no WebSocket yet */
  show(readyState) {
    this.#steps.forEach((step, number) => {
      if (number === readyState) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  }
}
