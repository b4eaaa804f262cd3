import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** Three clients on a line that goes silent: who notices? */
export default class HeartbeatElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("button", { type: "button" }, "Pull the plug"));
    this.setPrimary("Connect", () => {});
  }
}
