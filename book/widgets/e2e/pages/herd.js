import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class HerdBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-herd");
  }

  /** @param {"Without jitter" | "With full jitter"} name */
  async run(name) {
    await this.button(name).click();
    await expect(this.cells(name)).toHaveCount(4, { timeout: 30_000 });
    await this.hasStatus("closed");
  }

  /** What was measured: first waits, most calls, most at the server, all back. @param {string} name */
  cells(name) {
    const header = this.page.getByRole("rowheader", { name, exact: true });
    return this.root.locator("tbody tr").filter({ has: header }).locator("td");
  }

  /** Attempts in each drawing: those of the page, and those that reached the server. */
  knocks() {
    return this.root.locator("svg").evaluateAll((drawings) =>
      drawings.map((drawing) => {
        const sum = (/** @type {string} */ from) => {
          const bars = [...drawing.querySelectorAll(`[data-from=${from}]`)];
          return bars.reduce((all, bar) => all + Number(bar.getAttribute("height")), 0);
        };
        return { client: sum("client"), server: sum("server") };
      }),
    );
  }
}
