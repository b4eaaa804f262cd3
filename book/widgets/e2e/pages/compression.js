import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class CompressionBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-compression");
  }

  /** @param {string} name of a line of the handshake */
  line(name) {
    return this.root.locator(".compression-handshake div", { hasText: name }).locator("dd");
  }

  /** Measures, and waits for it. */
  async measure() {
    await this.primary.click();
    await this.hasStatus("closed");
  }

  /** Bytes as they are, and deflated. @param {string} name of a row of the live table */
  async sizes(name) {
    const row = this.root.locator("tr", { has: this.page.getByText(name, { exact: true }) });
    const [, plain, deflated] = await row.first().locator("td").allTextContents();
    return { plain: Number(plain), deflated: Number(deflated) };
  }
}
