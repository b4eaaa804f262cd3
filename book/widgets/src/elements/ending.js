import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** Six clients that read the same ticks, and every way to end their connections. */
export default class EndingElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("button", { type: "button" }, "Restart the server: 3 s"));
    this.setPrimary("Connect", () => {});
  }
}
