import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class ResumeBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-resume");
    this.forward = "Goes on with what comes";
    this.again = "Asks for all again";
    this.lasting = "Asks for what follows its last number";
  }

  /** Cells with this fate in a client's lane. @param {string} client @param {"arrived" | "late" | "lost" | "doubled"} fate */
  fates(client, fate) {
    const lane = this.root.locator(".delivery-lane").filter({ hasText: client });
    return lane.locator(`[data-fate=${fate}]`);
  }

  /** What was measured: heard, lost, doubled, cuts. @param {string} client */
  measured(client) {
    const name = this.page.getByRole("rowheader", { name: client, exact: true });
    return this.root.locator("tbody tr").filter({ has: name }).locator("td");
  }
}
