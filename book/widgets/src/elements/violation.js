import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** WebSockets whose server breaks one rule each, and what the browser made of it. */
export default class ViolationElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("table", { class: "bench-table" }));
    this.setPrimary("Connect", () => {});
  }
}
