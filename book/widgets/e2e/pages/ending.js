import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {"State" | "Ended with" | "Then" | "Numbers"} Column */

export class EndingBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-ending");
  }

  /** The six cells of a column. @param {Column} column */
  column(column) {
    return this.root.locator(`.ending-clients td[data-column="${column}"]`);
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {string} button */
  async end(button) {
    await this.button(button).click();
  }

  /** The newest number of each client. */
  async newest() {
    const cells = await this.column("Numbers").allTextContents();
    return cells.map((words) => Number(/^1 to (\d+):/.exec(words)?.[1] ?? 0));
  }
}
