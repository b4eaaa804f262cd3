import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class FaultsBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-faults");
    this.ended = this.root.locator(".faults-ended");
    this.ribbon = this.root.locator(".ribbon [aria-current]");
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {"sent" | "back" | "waiting" | "bufferedAmount"} name @returns {Promise<number>} */
  async figure(name) {
    const value = this.root.locator(`.faults-now div:has(dt:text-is("${name}")) dd`);
    return Number((await value.textContent())?.replaceAll(",", ""));
  }

  /** Waits until a figure has grown by so much. @param {Parameters<FaultsBench["figure"]>[0]} name @param {number} by */
  async grows(name, by) {
    const before = await this.figure(name);
    await expect.poll(() => this.figure(name)).toBeGreaterThanOrEqual(before + by);
  }

  /** Numbers of the messages that came back, in the order in which they came. */
  async cameBack() {
    return (await this.entries("server")).map((text) => Number(/^#(\d+)/.exec(text)?.[1]));
  }

  /** @param {"client" | "server" | "note"} from */
  async entries(from) {
    const { events = [] } = await this.result();
    return events.filter((event) => event.from === from).map(({ text }) => text);
  }
}
