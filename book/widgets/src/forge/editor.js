import { field, h } from "../dom.js";
import { checkedField } from "../view/field.js";
import { LENGTH_FORMS, OPCODES, frame as correct, inKind, problems } from "./frame.js";

/** @import { FrameSettings, PayloadKind } from "./frame.js" */

/** @type {Record<PayloadKind, string>} */
const KINDS = { text: "text", hex: "hex", count: "N bytes of x" };

/** All controls of one frame. */
export class FrameEditor {
  #frame = correct();
  #changed;
  #bits = /** @type {const} */ (["fin", "rsv1", "rsv2", "rsv3"]).map((name) => ({
    name,
    box: h("input", { type: "checkbox", onchange: () => this.#read() }),
  }));
  #opcode = h(
    "select",
    { onchange: () => this.#read() },
    ...OPCODES.map((name, i) => h("option", { value: i }, `${i.toString(16)} ${name}`)),
  );
  #masked = h("input", { type: "checkbox", onchange: () => this.#read() });
  #key = checkedField("Masking key", this.#text({ size: 12 }));
  #form = h(
    "select",
    { onchange: () => this.#read() },
    ...Object.entries(LENGTH_FORMS).map(([value, words]) => h("option", { value }, words)),
  );
  #length = checkedField(
    "Claimed length",
    this.#text({ size: 12, inputmode: "numeric", placeholder: "the truth" }),
  );
  #kind = h(
    "select",
    { onchange: () => this.#kindChanged() },
    ...Object.entries(KINDS).map(([value, words]) => h("option", { value }, words)),
  );
  #payload = checkedField("Payload", this.#text({}));
  #legend = h("legend");
  element = h(
    "fieldset",
    { class: "forge-editor" },
    this.#legend,
    h(
      "div",
      { class: "bench-row" },
      ...this.#bits.map(({ name, box }) => field(name.toUpperCase(), box)),
      field("Opcode", this.#opcode),
      field("MASK", this.#masked),
      this.#key.element,
    ),
    h(
      "div",
      { class: "bench-row" },
      field("Length written in", this.#form),
      this.#length.element,
      field("Payload as", this.#kind),
      this.#payload.element,
    ),
  );

  /** @param {() => void} changed the frame has other settings now */
  constructor(changed) {
    this.#changed = changed;
  }

  /** @param {FrameSettings} frame is changed in place @param {string} legend */
  show(frame, legend) {
    this.#frame = frame;
    this.#legend.textContent = legend;
    for (const { name, box } of this.#bits) box.checked = frame[name];
    this.#opcode.value = String(frame.opcode);
    this.#masked.checked = frame.masked;
    this.#key.control.value = frame.key;
    this.#form.value = frame.length_form;
    this.#length.control.value = frame.length;
    this.#kind.value = frame.kind;
    this.#payload.control.value = frame.payload;
    this.check();
  }

  /** Says beside each field what is wrong with it. @returns {boolean} whether nothing is */
  check() {
    const found = problems(this.#frame);
    this.#key.control.readOnly = !this.#frame.masked;
    return [
      this.#key.say(found.key),
      this.#length.say(found.length),
      this.#payload.say(found.payload),
    ].every(Boolean);
  }

  /** @param {import("../dom.js").Attributes} attributes */
  #text(attributes) {
    return h("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => this.#read(),
      ...attributes,
    });
  }

  #read() {
    for (const { name, box } of this.#bits) this.#frame[name] = box.checked;
    this.#frame.opcode = Number(this.#opcode.value);
    this.#frame.masked = this.#masked.checked;
    this.#frame.key = this.#key.control.value;
    this.#frame.length_form = this.#form.value;
    this.#frame.length = this.#length.control.value.trim();
    this.#frame.payload = this.#payload.control.value;
    this.check();
    this.#changed();
  }

  /** What is typed stays the same payload in the other notation. */
  #kindChanged() {
    const kind = /** @type {PayloadKind} */ (this.#kind.value);
    this.#payload.control.value = inKind(this.#frame, kind);
    this.#frame.kind = kind;
    this.#read();
  }
}
