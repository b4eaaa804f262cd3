import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class ViolationBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-violation");
    this.about = this.root.locator(".violation-about");
    this.verdict = this.root.locator(".violation-verdict");
    this.results = this.root.locator(".violation-table tbody tr");
  }

  async showRules() {
    await this.primary.click();
    await expect(this.primary).toHaveText("Connect");
  }

  /** @param {string} rule @param {string} [prediction] */
  async break(rule, prediction) {
    await this.input("The server breaks").selectOption(rule);
    if (prediction) await this.root.getByRole("radio", { name: prediction }).check();
    await this.primary.click();
    await expect(this.verdict).toHaveText(/^Your browser (?!…)/);
  }

  /** The cells of a rule's row. @param {string} title */
  cells(title) {
    const head = this.page.getByRole("rowheader", { name: title });
    return this.results.filter({ has: head }).locator("td");
  }

  async breakAll() {
    await this.button("All rules in turn").click();
    await expect(this.verdict).toHaveText(/^\d+ rules broken/);
  }
}
