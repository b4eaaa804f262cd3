import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class RaceBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-race");
    this.table = this.root.getByRole("table");
    this.tick = this.root.locator(".race-tick");
    this.canvas = this.root.locator("canvas");
  }

  /** Starts a race. @returns {Promise<string>} its address at the server */
  async start() {
    const created = this.page.waitForResponse((response) => response.request().method() === "POST");
    await this.button("Start race").click();
    const response = await created;
    // A short race may be over before anybody looks.
    await expect(this.root).toHaveAttribute("data-status", /^(open|closed)$/);
    const { origin, pathname } = new URL(response.url());
    return `${origin}${pathname}/${(await response.json()).id}`;
  }

  /** Cells of one measure, a lane each. @param {string} measure */
  cells(measure) {
    const row = this.page.locator("tr", {
      has: this.page.getByRole("rowheader", { name: measure }),
    });
    return this.table.locator(row).locator("td");
  }

  /** All texts of the table, row by row. */
  async tableRows() {
    const rows = await this.table.getByRole("row").all();
    return Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  }

  /** The state of the race at the server. @param {string} race its address */
  async atServer(race) {
    return (await this.page.request.get(race)).json();
  }
}
