import { expect } from "@playwright/test";
import { Bench } from "./bench.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

/** One row of the honest table. */
export class TableRow {
  /** @param {Locator} root */
  constructor(root) {
    this.root = root;
    this.disclosure = root.locator(".table-open");
    this.inside = root.locator(".table-inside");
    this.said = root.locator(".table-said");
    this.problem = root.locator(".bench-problem");
    this.websocket = root.locator(".table-measured[data-side=websocket] span");
    this.socketIo = root.locator(".table-measured[data-side=socketIo] span");
  }

  /** @param {import("../../src/table/row.js").RowStatus} status @param {number} [timeout] ms */
  async hasStatus(status, timeout) {
    await expect(this.root).toHaveAttribute("data-status", status, { timeout });
  }

  async open() {
    if ((await this.disclosure.getAttribute("aria-expanded")) !== "true") {
      await this.disclosure.click();
    }
    await expect(this.inside).toBeVisible();
  }

  /** @param {string} name */
  button(name) {
    return this.inside.getByRole("button", { name, exact: true });
  }

  /** The cells of a line of the row's table. @param {string} words its first cell */
  line(words) {
    const head = this.root.page().getByRole("rowheader", { name: words, exact: true });
    return this.inside.locator("tr", { has: head }).locator("td");
  }

  /** Presses a run button and waits until it is done. @param {string} name @param {number} [timeout] ms */
  async run(name, timeout = 60_000) {
    await this.open();
    await this.button(name).click();
    await expect(this.root).toHaveAttribute("data-status", /^(done|failed)$/, { timeout });
    await expect(this.problem).toBeEmpty();
  }
}

export class TableBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-table");
    this.own = this.root.getByRole("region", { name: "My own table" });
  }

  /** @param {string} name */
  row(name) {
    return new TableRow(this.root.locator(`tbody[data-row="${name}"]`));
  }

  /** What the wire shows of a label: the units, and the connections that they came over. @param {string} label */
  async seen(label) {
    const events = await this.root.evaluate((element, label) => {
      const { session } = /** @type {import("../../src/demo-element.js").DemoElement} */ (element)
        .wire;
      return session
        .since(0)
        .filter((event) => event.type === "unit")
        .filter(({ token }) => session.names.labels.get(token) === label)
        .map(({ connection, unit: { direction, kind, summary } }) => ({
          ...{ connection, direction, kind, summary },
        }));
    }, label);
    return {
      connections: new Set(events.map(({ connection }) => connection)).size,
      /** Summaries of the units from the server. @param {string} kind */
      got: (kind) => summaries(events, "server_to_client", kind),
      /** The same from the page. @param {string} kind */
      sent: (kind) => summaries(events, "client_to_server", kind),
    };
  }

  /** The wire's own sums of a label. @param {string} label */
  counts(label) {
    return this.root.evaluate(
      (element, label) =>
        /** @type {import("../../src/demo-element.js").DemoElement} */ (
          element
        ).wire.session.counts(label),
      label,
    );
  }
}

/**
 * @param {{ direction: string, kind: string, summary: string }[]} events
 * @param {string} direction @param {string} kind
 */
function summaries(events, direction, kind) {
  return events
    .filter((event) => event.direction === direction && event.kind === kind)
    .map(({ summary }) => summary);
}
