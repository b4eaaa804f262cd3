import { expect } from "@playwright/test";

/** @typedef {import("@playwright/test").Locator} Locator */

/** A bench's drawer: what crossed the connections of the demo. */
export class Wire {
  /** @param {Locator} root */
  constructor(root) {
    this.root = root;
    this.summary = root.locator("summary").first();
    this.sums = root.locator(".bench-wire-sums");
    this.problem = root.locator(".bench-wire-problem");
    /** What a button did. */
    this.said = root.locator(".wire-said");
    this.list = root.getByRole("listbox", { name: "What crossed the wire" });
    /** What is opened, in the order of the timeline. */
    this.opened = root.locator(".wire-unit");
  }

  /** Unfolds the drawer. */
  async open() {
    if (!(await this.root.evaluate((drawer) => /** @type {HTMLDetailsElement} */ (drawer).open))) {
      await this.summary.click();
    }
    await expect(this.list).toBeVisible();
  }

  /** @param {"Messages" | "Frames" | "TCP reads"} name */
  async level(name) {
    await this.root.getByRole("radio", { name }).check();
  }

  /** Hides a kind of rows. @param {string} words such as "Heartbeats" */
  async hide(words) {
    const filter = this.root.locator(".wire-filter");
    if ((await filter.getAttribute("open")) === null) await filter.locator("summary").click();
    await this.root.getByLabel(words, { exact: true }).uncheck();
  }

  /** Rows of the timeline near those in view. @param {"client" | "server" | "note"} [from] */
  rows(from) {
    return this.list.locator(from ? `.wire-row[data-from=${from}]` : ".wire-row");
  }

  /** Rows whose summary has these words. @param {string | RegExp} words */
  row(words) {
    return this.rows().filter({ hasText: words });
  }

  /** How many rows there are, in view or not. */
  async rowCount() {
    const row = this.rows().first();
    return (await row.count()) === 0 ? 0 : Number(await row.getAttribute("aria-setsize"));
  }

  /** Opens a row and gives what it shows. @param {Locator} row @returns {Promise<Locator>} */
  async show(row) {
    const before = await this.opened.count();
    const summary = await row.locator(".wire-summary").textContent();
    await row.click();
    await expect(this.opened).toHaveCount(before + 1);
    return this.opened.filter({ hasText: summary ?? "" }).last();
  }

  /** Chooses a file to load. @param {Parameters<Locator["setInputFiles"]>[0]} file */
  async load(file) {
    await this.root.locator("input[type=file]").setInputFiles(file);
  }

  /** A cell of the counters. @param {"up" | "down"} direction @param {string} column */
  count(direction, column) {
    const table = this.root.locator(".wire-counts");
    const columns = ["Bytes", "HTTP heads", "Payload", "Framing and control", "Frames"];
    return table.locator(`tbody tr:has(th:text("${direction}")) td`).nth(columns.indexOf(column));
  }

  /** @param {string} name */
  button(name) {
    return this.root.getByRole("button", { name, exact: true });
  }
}
