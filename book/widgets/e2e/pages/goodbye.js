import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class GoodbyeBench extends Bench {
  /** @param {Page} page @param {string} tag which one, on a page with several */
  constructor(page, tag = "live-goodbye") {
    super(page, tag);
    this.ribbon = this.root.locator(".ribbon [aria-current]");
    this.lastNote = this.rows("note").last();
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {string} payload */
  async ping(payload) {
    await this.input("Ping payload").fill(payload);
    await this.button("Ping").click();
  }

  /** @param {number | string} code @param {string} reason */
  async closeByServer(code, reason) {
    await this.input("Close code").fill(String(code));
    await this.input("Reason").fill(reason);
    await this.button("Close by the server").click();
  }
}
