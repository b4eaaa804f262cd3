import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */

export class RestaurantBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-restaurant");
    this.waiter = this.half("HTTP: a waiter");
    this.walkieTalkie = this.half("WebSocket: a walkie-talkie");
  }

  /** @param {string} name */
  half(name) {
    const root = this.root.getByRole("region", { name });
    return {
      root,
      answer: root.locator(".restaurant-answer"),
      order: root.getByRole("button", { name: "Order soup" }),
      ask: root.getByRole("button", { name: "Ask the waiter" }),
      close: root.getByRole("button", { name: "Close (1000)" }),
      /** @param {string} words */
      counter: (words) => root.locator("div", { has: this.page.getByText(words) }).locator("dd"),
    };
  }
}
