import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class BackpressureBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-backpressure");
    this.sum = this.root.locator(".hose-sum");
    this.uplink = this.root.locator(".hose-result");
    this.bufferedAmount = this.root.locator("span[data-line=buffered] output");
  }

  async turnOn() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  async turnOff() {
    await this.primary.click();
    await this.hasStatus("closed");
  }

  /** @param {string} label @param {string} words of the option */
  async set(label, words) {
    await this.input(label).selectOption({ label: words });
  }

  /** How many messages wait there. @param {"client" | "line" | "server"} side */
  async waiting(side) {
    return numberIn(await this.root.locator(`[data-side=${side}] strong`).textContent());
  }

  /** @param {string} name of a row */
  figure(name) {
    return this.root.locator(`[data-figure="${name}"]`);
  }

  /** What the server said last: made, sent, dropped, queued. They add up. */
  async sums() {
    const words = (await this.sum.textContent()) ?? "";
    const [made, sent, dropped, queued] = words.match(/[\d,]+/g)?.map(numberIn) ?? [];
    const sums = { made: made ?? 0, sent: sent ?? 0, dropped: dropped ?? 0, queued: queued ?? 0 };
    expect(sums.made, words).toBe(sums.sent + sums.dropped + sums.queued);
    return sums;
  }
}

/** @param {string | null} text */
function numberIn(text) {
  return Number(text?.replaceAll(/\D/g, ""));
}
