import { h } from "../dom.js";

/** @import { Gauge } from "./hose.js" */
/** @import { Tab } from "./tab.js" */

const count = (/** @type {number} */ number) => number.toLocaleString("en");

/** One place where messages wait, with a bar against its bound, or against the most that was there. */
class Place {
  #bar = h("span", { class: "hose-level" });
  #number = h("strong", {}, "0");
  #bound = h("span", {});
  #most = 0;

  /** @param {"client" | "line" | "server"} side @param {string} name @param {string} words */
  constructor(side, name, words) {
    this.element = h(
      "div",
      { class: "hose-place", "data-side": side },
      h("p", { class: "hose-name" }, name),
      h("p", { class: "hose-number" }, this.#number, " ", this.#bound),
      h("div", { class: "hose-bar", "aria-hidden": "true" }, this.#bar),
      h("p", { class: "hose-words" }, words),
    );
  }

  /** @param {number} messages @param {number} [bound] */
  show(messages, bound) {
    this.#most = Math.max(this.#most, messages);
    const full = bound ?? this.#most;
    this.#number.textContent = count(messages);
    this.#bound.textContent = bound === undefined ? `(most: ${count(full)})` : `of ${count(full)}`;
    this.#bar.style.width = `${full === 0 ? 0 : Math.min(100, (100 * messages) / full)}%`;
  }

  clear() {
    this.#most = 0;
    this.show(0);
  }
}

/** Where the messages are: client left, server right, so they go from right to left. */
export class Places {
  #list = new Place("client", "On this tab's list", "Received, not handled. Nobody bounds it.");
  #between = new Place(
    "line",
    "Under way",
    "Sent, not received: buffers that nobody can see into.",
  );
  #queue = new Place("server", "In the server's queue", "The one with a bound and a policy.");
  #sum = h("p", { class: "hose-sum" });
  element = h(
    "figure",
    { class: "hose-figure" },
    h("figcaption", {}, "Messages that wait"),
    h(
      "div",
      { class: "hose-places" },
      this.#list.element,
      this.#between.element,
      this.#queue.element,
    ),
    this.#sum,
  );

  clear() {
    for (const place of [this.#list, this.#between, this.#queue]) place.clear();
    this.#sum.textContent = "made = sent + dropped + queued";
  }

  /** @param {Gauge} gauge @param {Tab} tab @param {number} bound of the queue */
  show(gauge, tab, bound) {
    this.#list.show(tab.listed);
    // Its numbers come over another connection than the messages, and may be older.
    this.#between.show(Math.max(0, gauge.sent - tab.arrivals.count));
    this.#queue.show(gauge.queued, bound);
    const [made, sent, dropped, queued] = [gauge.made, gauge.sent, gauge.dropped, gauge.queued].map(
      count,
    );
    const waits = gauge.waiting ? "; who makes them waits" : "";
    this.#sum.textContent = `made ${made} = sent ${sent} + dropped ${dropped} + queued ${queued}${waits}`;
  }
}
