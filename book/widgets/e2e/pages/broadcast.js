import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** One member of a room. */
export class Pane {
  /** @param {Locator} root */
  constructor(root) {
    this.root = root;
    this.here = root.locator(".pane-here");
    this.log = root.getByRole("log");
    this.received = root.locator("li[data-from=server] .bench-text");
    this.name = root.getByLabel("Name");
    this.connect = root.getByRole("button", { name: "Connect" });
    this.close = root.getByRole("button", { name: "Close" });
  }

  async isIn() {
    await expect(this.root).toHaveAttribute("data-ready-state", "1");
  }

  async isOut() {
    await expect(this.root).toHaveAttribute("data-ready-state", "3");
  }

  /** @param {string} text */
  async say(text) {
    await this.root.getByLabel("Message").fill(text);
    await this.root.getByRole("button", { name: "Send" }).click();
  }
}

export class BroadcastBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-broadcast");
    this.link = this.input("Link for another browser");
    this.ada = this.pane(0);
    this.bo = this.pane(1);
  }

  /** @param {number} index */
  pane(index) {
    return new Pane(this.root.locator(".pane").nth(index));
  }

  async connectAll() {
    await this.button("Connect all").click();
    await this.ada.isIn();
    await this.bo.isIn();
  }
}
