import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class EchoBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-echo");
    this.ribbon = this.root.locator(".ribbon [aria-current]");
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {string} text */
  async send(text) {
    await this.input("Message").fill(text);
    await this.button("Send").click();
  }

  async close() {
    await this.primary.click();
    await this.hasStatus("closed");
  }
}
