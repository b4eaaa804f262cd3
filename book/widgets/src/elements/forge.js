import { DemoElement } from "../demo-element.js";

export default class ForgeElement extends DemoElement {
  /** @param {HTMLElement} _stage */
  build(_stage) {
    this.setPrimary("Send", () => {});
  }
}
