import { DemoElement } from "../demo-element.js";

export default class HandshakeElement extends DemoElement {
  /** @param {HTMLElement} _stage */
  build(_stage) {
    this.setPrimary("Send", () => {});
  }
}
