import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class UpgradeBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-upgrade");
    this.boxes = this.root.locator(".upgrade-box");
    this.heads = this.root.getByRole("list", { name: "TCP connections" }).getByRole("listitem");
    this.caption = this.root.locator(".upgrade-caption");
    this.opened = this.root.locator(".upgrade-opened");
    this.runs = this.root.locator(".upgrade-runs tbody tr");
  }

  /** Connects, and waits until the wire has told all of it. @param {string} order such as "Polling only" */
  async run(order) {
    const before = await this.runs.count();
    await this.root.getByRole("radio", { name: order }).check();
    await this.primary.click();
    await this.hasStatus("open");
    await expect(this.runs).toHaveCount(before + 1);
  }

  async sayHello() {
    await this.button("Say hello").click();
    await expect(this.box(/message-back/)).toBeVisible();
  }

  /** @param {string | RegExp} words */
  box(words) {
    return this.boxes.filter({ hasText: words });
  }
}
