import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

/** A server that makes more than this tab takes, and a page that sends more than its line takes. */
export default class BackpressureElement extends DemoElement {
  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(h("p", {}, "The firehose is being built."));
  }
}
