import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class HeartbeatBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-heartbeat");
    this.naive = this.#lane("WebSocket, naive");
    this.heartbeat = this.#lane("WebSocket, heartbeat");
    this.socketIo = this.#lane("Socket.IO");
    this.plug = this.root.locator(".heartbeat-plug");
  }

  /** @param {string} name */
  #lane(name) {
    const lane = this.root.getByRole("region", { name, exact: true });
    return {
      state: lane.locator(".heartbeat-state"),
      since: lane.locator(".heartbeat-since"),
      noticed: lane.locator(".heartbeat-noticed"),
      server: lane.locator("dd").nth(1),
      crossed: lane.locator("dd").nth(2),
    };
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {"Heartbeat every" | "Deadline"} slider @param {number} seconds */
  async set(slider, seconds) {
    await this.input(slider).fill(String(seconds));
  }

  async pullThePlug() {
    await this.button("Pull the plug").click();
  }

  async plugItIn() {
    await this.button("Plug it in again").click();
  }
}
