import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** One member of the Socket.IO chat. */
export class ChatPane {
  /** @param {Locator} root @param {string} name */
  constructor(root, name) {
    this.root = root;
    this.transport = root.getByLabel(`Transport of ${name}`);
    this.connect = root.getByRole("button", { name: "Connect" });
    this.disconnect = root.getByRole("button", { name: "Disconnect" });
    this.state = root.locator(".pane-here");
    this.log = root.getByRole("log");
    this.sent = root.locator("li[data-from=client] .bench-text");
    this.received = root.locator("li[data-from=server] .bench-text");
  }

  /** @param {import("../../src/chat/pane.js").PaneState} state */
  async is(state) {
    await expect(this.root).toHaveAttribute("data-state", state);
  }

  /** @param {string} text */
  async say(text) {
    await this.root.getByLabel("Message").fill(text);
    await this.button("Send").click();
  }

  /** @param {string} name */
  button(name) {
    return this.root.getByRole("button", { name, exact: true });
  }
}

export class ChatBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-chat");
    const pane = (/** @type {string} */ name) =>
      new ChatPane(this.root.getByRole("group", { name: `Member ${name}` }), name);
    this.ada = pane("Ada");
    this.bo = pane("Bo");
  }

  /** @param {import("../../src/chat/transports.js").Choice} [choice] of both */
  async connectAll(choice = "default") {
    for (const { transport } of [this.ada, this.bo]) await transport.selectOption(choice);
    await this.button("Connect all").click();
    await this.ada.is("open");
    await this.bo.is("open");
  }
}
