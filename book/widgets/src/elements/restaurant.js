import css from "../../styles/restaurant.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { WaiterHalf } from "../restaurant/waiter-half.js";
import { WalkieTalkieHalf } from "../restaurant/walkie-talkie-half.js";
import { Log } from "../view/log.js";
import { withTap } from "../wire/tap.js";

/** @import { Status } from "../demo-element.js" */
/** @import { Context } from "../restaurant/side.js" */

adoptStyles(css);

/** The bench's status for a WebSocket's readyState. @type {Status[]} */
const STATUS = ["connecting", "open", "closing", "closed"];

const HONEST =
  "A walk is a real HTTP request, a word on the air a real WebSocket message. The picture is slowed " +
  "down so that you can see it; the log has the real times. The kitchen takes as long as it likes.";

/** The source document's analogy: the same dish by waiter (HTTP) and by walkie-talkie (WebSocket). */
export default class RestaurantElement extends DemoElement {
  static words = { ...DemoElement.words, idle: "Walkie-talkie off" };

  #log = new Log("What crossed the network", "Order something");
  /** @type {Context} */
  #context = {
    write: (from, text) => {
      if (from === "client") this.problem("");
      // Times count from the first thing that the reader does.
      if (this.transcript.entries.length === 0) this.transcript.restart();
      this.#log.add(this.transcript.add(from, text));
    },
    own: (close) => this.own(close),
    failed: (what, error) => this.#failed(what, error),
  };
  #waiter = new WaiterHalf(this.#context, async (path) =>
    withTap(this.url(path), await this.wire.token("Waiter")),
  );
  #walkieTalkie = new WalkieTalkieHalf(
    this.#context,
    (path) => this.tappedSocket(path, "Walkie-talkie"),
    (readyState) => (this.status = STATUS[readyState] ?? "closed"),
  );

  /** @param {HTMLElement} stage */
  build(stage) {
    this.setPrimary("Order both ways", () => {
      this.#waiter.order();
      this.#walkieTalkie.order();
    });
    stage.append(
      h("div", { class: "restaurant-halves" }, this.#waiter.element, this.#walkieTalkie.element),
      this.#log.element,
      h("p", { class: "bench-note" }, HONEST),
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#waiter.stop();
  }

  /** @param {string} what @param {unknown} error */
  async #failed(what, error) {
    if (!this.isConnected) return;
    // fetch has a TypeError for every failure below HTTP, and no more words than that.
    if (error instanceof TypeError) await this.explainFailure(what);
    else this.problem(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}
