import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** Skeleton: the demo is being written. */
export default class HerdElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("p", {}, "Not yet written."));
    this.setPrimary("Start", () => {});
  }
}
