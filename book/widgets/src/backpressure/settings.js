import { field, h } from "../dom.js";
import { MANNERS } from "./tab.js";

/** @import { Flow } from "./hose.js" */
/** @import { Manner } from "./tab.js" */
/** @import { Way } from "../wire/faults.js" */

const POLICIES = {
  wait: "wait",
  "drop-oldest": "drop the oldest",
  "drop-newest": "drop the newest",
  disconnect: "disconnect (1013)",
};
const RATES = { 20: "20 a second", 200: "200 a second", 1000: "1,000 a second" };
const BYTES = { 100: "100 bytes", 1000: "1,000 bytes", 4000: "4,000 bytes" };
const QUEUES = { 10: "10 messages", 100: "100 messages", 500: "500 messages" };
/** Bytes a second; 0: as it is. */
const LINES = { 0: "as it is", 100000: "100 kB/s", 20000: "20 kB/s", 5000: "5 kB/s" };

/** What the reader chooses about the hose, the line and the tab. */
export class HoseSettings {
  #rate = choice(RATES, "200");
  #bytes = choice(BYTES, "1000");
  #queue = choice(QUEUES, "100");
  #policy = choice(POLICIES, "wait");
  #line = choice(LINES, "0");
  #manner = choice(MANNERS, "quick");
  element = h(
    "div",
    { class: "hose-settings" },
    field("This tab", this.#manner),
    field("Line to this tab", this.#line),
    field("Server makes", this.#rate),
    field("Bytes of each", this.#bytes),
    field("Its queue holds", this.#queue),
    field("When that is full", this.#policy),
  );

  /** @param {{ flow: () => void, line: () => void, manner: () => void }} changed */
  constructor(changed) {
    for (const control of [this.#rate, this.#bytes, this.#queue, this.#policy])
      control.onchange = changed.flow;
    this.#line.onchange = changed.line;
    this.#manner.onchange = changed.manner;
  }

  /** @returns {Flow} */
  get flow() {
    return {
      rate: Number(this.#rate.value),
      bytes: Number(this.#bytes.value),
      queue: Number(this.#queue.value),
      policy: /** @type {Flow["policy"]} */ (this.#policy.value),
    };
  }

  /** How slow the line to this tab is. @returns {Way} */
  get line() {
    const bytes = Number(this.#line.value);
    return bytes > 0 ? { bytes_per_second: bytes } : {};
  }

  get manner() {
    return /** @type {Manner} */ (this.#manner.value);
  }

  /** For the transcript. */
  get words() {
    const [rate, bytes, queue, policy, line, manner] = [
      this.#rate,
      this.#bytes,
      this.#queue,
      this.#policy,
      this.#line,
      this.#manner,
    ].map((control) => control.selectedOptions[0]?.textContent);
    return `${rate} of ${bytes}; queue of ${queue}, then ${policy}; line ${line}; this tab ${manner}`;
  }
}

/** @param {Record<string, string>} words value -> what the reader reads @param {string} chosen */
export function choice(words, chosen) {
  const options = Object.entries(words).map(([value, text]) =>
    h("option", { value, selected: value === chosen }, text),
  );
  return h("select", {}, ...options);
}
