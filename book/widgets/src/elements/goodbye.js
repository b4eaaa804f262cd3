import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { Log } from "../view/log.js";

/** One WebSocket to `/ws/control`, whose server pings and closes as the reader asks. */
export default class GoodbyeElement extends DemoElement {
  #log = new Log("What both sides said", "Press Connect.");

  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("div", { class: "bench-row" }), this.#log.element);
    this.setPrimary("Connect", () => {});
  }
}
