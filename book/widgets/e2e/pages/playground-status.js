import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class StatusBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-playground-status");
  }

  /** The second cell of the row that begins with these words. @param {string} words */
  answer(words) {
    return this.root
      .locator("tr", { has: this.page.locator("th", { hasText: words }) })
      .locator("td");
  }
}
