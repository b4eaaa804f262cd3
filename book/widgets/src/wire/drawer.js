import { h } from "../dom.js";
import { WireSession } from "./session.js";
import { tap } from "./tap.js";

/** The drawer under a demo's stage: folded it counts bytes, open it shows each of them. */
export class WireDrawer {
  session = new WireSession();
  #sums = h("span", { class: "bench-wire-sums" });
  #problem = h("p", { class: "bench-wire-problem", role: "status" });
  element = h(
    "details",
    { class: "bench-wire" },
    h("summary", {}, "The wire", " ", this.#sums),
    this.#problem,
  );
  /** Label -> the token that it has now. @type {Map<string, string>} */
  #tokens = new Map();

  constructor() {
    this.session.onChange(() => {
      const { up, down } = this.session.counts();
      this.#sums.textContent = `${up.bytes} bytes up, ${down.bytes} down`;
    });
  }

  /**
   * Watches what begins from now on. Call it just before a demo connects, and put the token into the
   * address with `withTap`. A demo works without a tap too: the token is "" then, and the drawer says why.
   *
   * @param {string} label what the reader calls this connection, such as "Ada"; the one that had it
   *   before is not watched any more
   * @param {import("./tap.js").Detail} [detail] `counts`: sums alone, for demos with very much traffic
   * @returns {Promise<string>}
   */
  async watch(label, detail = "units") {
    const before = this.#tokens.get(label);
    if (before) tap.unwatch(before);
    this.#tokens.delete(label);
    this.#problem.textContent = "";
    const take = this.session.take.bind(this.session);
    const lost = (/** @type {string} */ why) => (this.#problem.textContent = why);
    try {
      const token = await tap.watch({ take, lost }, detail);
      this.#tokens.set(label, token);
      this.session.labels.set(token, label);
      return token;
    } catch (error) {
      lost(`${error instanceof Error ? error.message : error} The demo works without it.`);
      return "";
    }
  }

  /** Nothing is watched any more; what was seen stays. */
  unwatchAll() {
    for (const token of this.#tokens.values()) tap.unwatch(token);
    this.#tokens.clear();
  }
}
