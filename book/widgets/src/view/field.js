import { field, h, uniqueId } from "../dom.js";

/**
 * A labelled control with room for a sentence on what is wrong with its value.
 *
 * @template {HTMLInputElement | HTMLSelectElement} Control
 * @param {string} label
 * @param {Control} control
 */
export function checkedField(label, control) {
  const problem = h("p", { class: "bench-field-problem", id: uniqueId("problem"), role: "alert" });
  const element = field(label, control);
  control.setAttribute("aria-describedby", problem.id);
  element.append(problem);
  return {
    element,
    control,
    /**
     * @param {string} text empty: the value is fine
     * @returns {boolean} whether the value is fine
     */
    say(text) {
      control.setAttribute("aria-invalid", String(text !== ""));
      if (problem.textContent !== text) problem.textContent = text;
      return text === "";
    },
  };
}
