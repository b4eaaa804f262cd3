import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** What deflate makes of a message. */
export default class CompressionElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("p", {}, "The measuring is being built."));
  }
}
