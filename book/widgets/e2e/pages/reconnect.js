import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class ReconnectBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-reconnect");
    this.strips = this.root.locator(".strip-line");
  }

  /** Attempts that a client made while the line was cut. @param {string} client */
  async attempts(client) {
    return Number(await this.#cells(client).nth(0).textContent());
  }

  /** Seconds from the end of the outage. @param {string} client */
  async back(client) {
    return parseFloat((await this.#cells(client).nth(1).textContent()) ?? "");
  }

  /** @param {string} client */
  #cells(client) {
    const name = this.page.getByRole("rowheader", { name: client, exact: true });
    return this.root.locator("tbody tr").filter({ has: name }).locator("td");
  }
}
