import { reasonProblem } from "../close-code.js";
import { h } from "../dom.js";
import { checkedField } from "./field.js";

/** A close code and its reason, each checked where it is typed. */
export class CloseFields {
  #problemOf;
  #changed;
  #code = checkedField(
    "Close code",
    h("input", {
      type: "text",
      inputmode: "numeric",
      size: 6,
      oninput: () => this.#changed(),
    }),
  );
  #reason = checkedField("Reason", h("input", { type: "text", oninput: () => this.#changed() }));

  /**
   * @param {{ code: string, reason: string, codes: string[], problemOf: (typed: string) => string,
   *   changed?: () => void }} options what stands there first; codes worth a try; what is wrong with a
   *   code, "" for nothing; `changed`: the reader typed
   */
  constructor({ code, reason, codes, problemOf, changed = () => {} }) {
    this.#problemOf = problemOf;
    this.#changed = () => (this.check(), changed());
    this.#code.control.value = code;
    this.#reason.control.value = reason;
    const list = h("datalist", {}, ...codes.map((value) => h("option", { value })));
    list.id = `${this.#code.control.id}-list`;
    this.#code.control.setAttribute("list", list.id);
    this.elements = [this.#code.element, this.#reason.element, list];
  }

  /** As it was typed; "" is no code. */
  get code() {
    return this.#code.control.value.trim();
  }

  get reason() {
    return this.#reason.control.value;
  }

  /** Says what is wrong, in place. @returns {boolean} whether both are fine */
  check() {
    const fineCode = this.#code.say(this.#problemOf(this.code));
    const fineReason = this.#reason.say(reasonProblem(this.reason));
    return fineCode && fineReason;
  }
}
