// Page objects: a demo as its reader sees it.
import { expect } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Locator} Locator */

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
  }

  /** @param {import("../src/demo-element.js").Status} status @param {number} [timeout] ms */
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
      const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element)
        .wire;
      return session
        .since(0)
        .filter((event) => event.type === "unit")
        .map(({ unit }) => unit)
        .filter((unit) => unit.kind === "frame" && unit.direction === direction)
        .map(({ summary }) => summary);
    }, direction);
  }

  /** @returns {Promise<import("../src/transcript.js").Recording>} */
  result() {
    return this.root.evaluate((element) =>
      /** @type {import("../src/demo-element.js").DemoElement} */ (element).recording(),
    );
  }
}

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

export class EchoBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-echo");
    this.ribbon = this.root.locator(".ribbon [aria-current]");
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {string} text */
  async send(text) {
    await this.input("Message").fill(text);
    await this.button("Send").click();
  }

  async close() {
    await this.primary.click();
    await this.hasStatus("closed");
  }
}

export class GoodbyeBench extends Bench {
  /** @param {Page} page @param {string} tag which one, on a page with several */
  constructor(page, tag = "live-goodbye") {
    super(page, tag);
    this.ribbon = this.root.locator(".ribbon [aria-current]");
    this.lastNote = this.rows("note").last();
  }

  async connect() {
    await this.primary.click();
    await this.hasStatus("open");
  }

  /** @param {string} payload */
  async ping(payload) {
    await this.input("Ping payload").fill(payload);
    await this.button("Ping").click();
  }

  /** @param {number | string} code @param {string} reason */
  async closeByServer(code, reason) {
    await this.input("Close code").fill(String(code));
    await this.input("Reason").fill(reason);
    await this.button("Close by the server").click();
  }
}

export class ViolationBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-violation");
    this.about = this.root.locator(".violation-about");
    this.verdict = this.root.locator(".violation-verdict");
    this.results = this.root.locator(".violation-table tbody tr");
  }

  async showRules() {
    await this.primary.click();
    await expect(this.primary).toHaveText("Connect");
  }

  /** @param {string} rule @param {string} [prediction] */
  async break(rule, prediction) {
    await this.input("The server breaks").selectOption(rule);
    if (prediction) await this.root.getByRole("radio", { name: prediction }).check();
    await this.primary.click();
    await expect(this.verdict).toHaveText(/^Your browser (?!…)/);
  }

  /** The cells of a rule's row. @param {string} title */
  cells(title) {
    const head = this.page.getByRole("rowheader", { name: title });
    return this.results.filter({ has: head }).locator("td");
  }

  async breakAll() {
    await this.button("All rules in turn").click();
    await expect(this.verdict).toHaveText(/^\d+ rules broken/);
  }
}

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

  /** @param {import("../src/chat/pane.js").PaneState} state */
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

  /** @param {import("../src/chat/transports.js").Choice} [choice] of both */
  async connectAll(choice = "default") {
    for (const { transport } of [this.ada, this.bo]) await transport.selectOption(choice);
    await this.button("Connect all").click();
    await this.ada.is("open");
    await this.bo.is("open");
  }
}

export class StatusBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-playground-status");
  }

  /** The second cell of the row that begins with these words. @param {string} words */
  answer(words) {
    return this.root
      .locator("tr", { has: this.page.locator("th", { hasText: words }) })
      .locator("td");
  }
}

export class RaceBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-race");
    this.table = this.root.getByRole("table");
    this.tick = this.root.locator(".race-tick");
    this.canvas = this.root.locator("canvas");
  }

  /** Starts a race. @returns {Promise<string>} its address at the server */
  async start() {
    const created = this.page.waitForResponse((response) => response.request().method() === "POST");
    await this.button("Start race").click();
    const response = await created;
    // A short race may be over before anybody looks.
    await expect(this.root).toHaveAttribute("data-status", /^(open|closed)$/);
    const { origin, pathname } = new URL(response.url());
    return `${origin}${pathname}/${(await response.json()).id}`;
  }

  /** Cells of one measure, a lane each. @param {string} measure */
  cells(measure) {
    const row = this.page.locator("tr", {
      has: this.page.getByRole("rowheader", { name: measure }),
    });
    return this.table.locator(row).locator("td");
  }

  /** All texts of the table, row by row. */
  async tableRows() {
    const rows = await this.table.getByRole("row").all();
    return Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  }

  /** The state of the race at the server. @param {string} race its address */
  async atServer(race) {
    return (await this.page.request.get(race)).json();
  }
}

export class ForgeBench extends Bench {
  /** @param {Page} page @param {string} [preset] tells the forges of one page apart */
  constructor(page, preset) {
    super(page, preset ? `live-forge[data-preset="${preset}"]` : "live-forge");
    this.bytes = this.root.getByRole("group", { name: "The bytes that this makes" });
    this.hex = this.bytes.locator(".unit-bytes");
    this.rules = this.bytes.locator(".forge-rule");
    this.queue = this.root.getByRole("list", { name: "Frames to send" }).getByRole("button");
    this.outcome = this.root.locator(".forge-outcome");
  }

  /** Sends what is set, and waits for these words on what came back. @param {string | RegExp} words */
  async send(words) {
    await this.primary.click();
    await expect(this.outcome).toContainText(words);
  }
}

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

  /** @param {import("../src/table/row.js").RowStatus} status @param {number} [timeout] ms */
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
      const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element)
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
        /** @type {import("../src/demo-element.js").DemoElement} */ (element).wire.session.counts(
          label,
        ),
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

export class UpgradeBench extends Bench {
  /** @param {Page} page */
  constructor(page) {
    super(page, "live-upgrade");
    this.boxes = this.root.locator(".upgrade-box");
    this.heads = this.root.getByRole("list", { name: "TCP connections" }).getByRole("listitem");
    this.caption = this.root.locator(".upgrade-caption");
    this.opened = this.root.locator(".upgrade-opened");
    this.runs = this.root.locator(".upgrade-runs tbody tr");
  }

  /** Connects, and waits until the wire has told all of it. @param {string} order such as "Polling only" */
  async run(order) {
    const before = await this.runs.count();
    await this.root.getByRole("radio", { name: order }).check();
    await this.primary.click();
    await this.hasStatus("open");
    await expect(this.runs).toHaveCount(before + 1);
  }

  async sayHello() {
    await this.button("Say hello").click();
    await expect(this.box(/message-back/)).toBeVisible();
  }

  /** @param {string | RegExp} words */
  box(words) {
    return this.boxes.filter({ hasText: words });
  }
}
