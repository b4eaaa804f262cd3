import { expect } from "@playwright/test";
import { FaultsPanel } from "./faults-panel.js";
import { Wire } from "./wire.js";

/** @typedef {import("@playwright/test").Page} Page */

/** What every bench has. */
export class Bench {
  /** @param {Page} page @param {string} tag the demo's element */
  constructor(page, tag) {
    this.page = page;
    this.tag = tag;
    this.root = page.locator(tag);
    this.title = this.root.locator(".bench-title");
    this.recording = this.root.locator(".bench-recording");
    this.primary = this.root.locator(".bench-primary");
    this.problem = this.root.locator(".bench-problem");
    this.absent = this.root.locator(".bench-absent");
    this.retry = this.absent.getByRole("button", { name: "Retry" });
    this.wire = new Wire(this.root.locator(".bench-wire"));
    this.faults = new FaultsPanel(this.root);
  }

  /** @param {import("../../src/demo-element.js").Status} status @param {number} [timeout] ms */
  async hasStatus(status, timeout) {
    await expect(this.root).toHaveAttribute("data-status", status, { timeout });
  }

  /** @param {string} url the page with the demo, which has a playground */
  async open(url) {
    await this.page.goto(url);
    await this.hasStatus("idle");
  }

  /** @param {string} name */
  button(name) {
    return this.root.getByRole("button", { name, exact: true });
  }

  /** @param {string} label */
  input(label) {
    return this.root.getByLabel(label, { exact: true });
  }

  /** Rows of the log. @param {"client" | "server" | "note"} from */
  rows(from) {
    return this.root.locator(`[role=log] li[data-from=${from}] .bench-text`);
  }

  /** Frames that crossed this demo's connections, as `close, masked, 2 bytes`. @param {"client_to_server" | "server_to_client"} direction */
  frames(direction) {
    return this.root.evaluate((element, direction) => {
      const { session } = /** @type {import("../../src/demo-element.js").DemoElement} */ (element)
        .wire;
      return session
        .since(0)
        .filter((event) => event.type === "unit")
        .map(({ unit }) => unit)
        .filter((unit) => unit.kind === "frame" && unit.direction === direction)
        .map(({ summary }) => summary);
    }, direction);
  }

  /** @returns {Promise<import("../../src/transcript.js").Recording>} */
  result() {
    return this.root.evaluate((element) =>
      /** @type {import("../../src/demo-element.js").DemoElement} */ (element).recording(),
    );
  }
}
