import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class HandshakeBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-handshake");
    this.key = this.input("Sec-WebSocket-Key");
    this.steps = this.root.locator(".handshake-steps code");
    this.compared = this.root.locator(".handshake-compared");
    this.answer = this.root.getByRole("group", { name: "The server's answer" });
    this.statusLine = this.answer.locator(".handshake-status");
  }

  /** Sends one of the handshakes to begin with. @param {string} name @param {string} status */
  async send(name, status) {
    await this.input("Begin with").selectOption(name);
    await this.primary.click();
    await expect(this.statusLine).toContainText(status);
  }
}
