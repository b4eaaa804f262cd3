import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class ForgeBench extends Bench {
  /** @param {Page} page @param {string} [preset] tells the forges of one page apart */
  constructor(page, preset) {
    super(page, preset ? `live-forge[data-preset="${preset}"]` : "live-forge");
    this.bytes = this.root.getByRole("group", { name: "The bytes that this makes" });
    this.hex = this.bytes.locator(".unit-bytes");
    this.rules = this.bytes.locator(".forge-rule");
    this.queue = this.root.getByRole("list", { name: "Frames to send" }).getByRole("button");
    this.outcome = this.root.locator(".forge-outcome");
  }

  /** Sends what is set, and waits for these words on what came back. @param {string | RegExp} words */
  async send(words) {
    await this.primary.click();
    await expect(this.outcome).toContainText(words);
  }
}
