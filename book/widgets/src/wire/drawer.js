import { h } from "../dom.js";
import { WireSession } from "./session.js";
import { tap } from "./tap.js";

/** The drawer under a demo's stage: folded it counts bytes, open it shows each of them. */
export class WireDrawer {
  session = new WireSession();
  #sums = h("span", { class: "bench-drawer-words bench-wire-sums" });
  #problem = h("p", { class: "bench-wire-problem", role: "status" });
  element = h(
    "details",
    { class: "bench-drawer bench-wire", ontoggle: () => void this.#toggled() },
    h("summary", {}, "The wire", " ", this.#sums),
    this.#problem,
  );
  /** Label -> the token that it has now, or is about to get. @type {Map<string, Promise<string>>} */
  #tokens = new Map();
  /** @type {((token: string) => Promise<void> | void)[]} */
  #told = [];

  #drawn = true;
  #view = false;

  constructor() {
    this.session.onChange(() => this.#changed());
  }

  /** Many events come at once; the sums are written once a frame. */
  #changed() {
    if (this.#drawn) requestAnimationFrame(() => this.#draw());
    this.#drawn = false;
  }

  #draw() {
    this.#drawn = true;
    const { up, down } = this.session.counts();
    const [sent, got] = [up, down].map(({ bytes }) => bytes.toLocaleString("en"));
    this.#sums.textContent = `${sent} bytes up, ${got} down`;
  }

  /** The view comes when it is wanted for the first time. */
  async #toggled() {
    if (!this.element.open || this.#view) return;
    this.#view = true;
    const { default: LiveWire } = await import("./view/live-wire.js");
    const view = new LiveWire();
    this.element.append(view);
    view.show(this.session);
  }

  /**
   * Watches what begins from now on. Call it just before a demo connects, and put the token into the
   * address with `withTap`. A demo works without a tap too: the token is "" then, and the drawer says why.
   *
   * @param {string} label what the reader calls this connection, such as "Ada"; the one that had it
   *   before is not watched any more
   * @param {import("./tap.js").Detail} [detail] `counts`: sums alone, for demos with very much traffic
   * @param {import("./tap.js").Watcher} [also] is told the same
   * @returns {Promise<string>}
   */
  watch(label, detail = "units", also) {
    this.unwatch(label);
    this.#problem.textContent = "";
    // Who asks for the label's token next gets a new one.
    const returned = () => {
      if (this.#tokens.get(label) === token) this.#tokens.delete(label);
    };
    const lost = (/** @type {string} */ why) => {
      this.#problem.textContent = `${why} The demo works on without it. Connect again to see the wire again.`;
      also?.lost(why);
      returned();
    };
    const take = (/** @type {import("./tap.js").ExchangeEvent} */ event) => {
      this.session.take(event);
      also?.take(event);
    };
    const token = this.#ask(label, detail, { take, lost, returned });
    this.#tokens.set(label, token);
    return token;
  }

  /**
   * The token that a label has already, or else a new one: for requests that belong together.
   *
   * @param {string} label
   * @returns {Promise<string>}
   */
  token(label) {
    return this.#tokens.get(label) ?? this.watch(label);
  }

  /** The tokens that are watched now. */
  async tokens() {
    const tokens = await Promise.all(this.#tokens.values());
    return tokens.filter((token) => token !== "");
  }

  /**
   * Tells of each token from now on, before any exchange carries it: the demo waits for who is told.
   *
   * @param {(token: string) => Promise<void> | void} told
   */
  onToken(told) {
    this.#told.push(told);
  }

  /**
   * @param {string} label @param {import("./tap.js").Detail} detail
   * @param {import("./tap.js").Watcher} watcher
   */
  async #ask(label, detail, watcher) {
    try {
      const token = await tap.watch(watcher, detail);
      this.session.names.name(token, label);
      await Promise.all(this.#told.map((told) => told(token)));
      return token;
    } catch (error) {
      watcher.lost(error instanceof Error ? error.message : String(error));
      return "";
    }
  }

  /** Also when the token is still on its way. @param {string} label */
  unwatch(label) {
    this.#tokens.get(label)?.then((token) => tap.unwatch(token));
    this.#tokens.delete(label);
  }

  /** Nothing is watched any more; what was seen stays. */
  unwatchAll() {
    for (const label of this.#tokens.keys()) this.unwatch(label);
  }
}
