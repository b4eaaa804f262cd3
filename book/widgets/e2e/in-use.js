// What a reader does with each demo, for tests of how that looks.
import { expect } from "./fixtures.js";
import { BackpressureBench } from "./pages/backpressure.js";
import { BroadcastBench } from "./pages/broadcast.js";
import { ChatBench } from "./pages/chat.js";
import { CompressionBench } from "./pages/compression.js";
import { EchoBench } from "./pages/echo.js";
import { FaultsBench } from "./pages/faults.js";
import { EndingBench } from "./pages/ending.js";
import { ForgeBench } from "./pages/forge.js";
import { GoodbyeBench } from "./pages/goodbye.js";
import { HandshakeBench } from "./pages/handshake.js";
import { HeartbeatBench } from "./pages/heartbeat.js";
import { HerdBench } from "./pages/herd.js";
import { StatusBench } from "./pages/playground-status.js";
import { RaceBench } from "./pages/race.js";
import { ReconnectBench } from "./pages/reconnect.js";
import { RestaurantBench } from "./pages/restaurant.js";
import { ResumeBench } from "./pages/resume.js";
import { TableBench } from "./pages/table.js";
import { ViolationBench } from "./pages/violation.js";

/** @typedef {import("@playwright/test").Page} Page */
/** Opens each demo and uses it. @type {Record<string, (page: Page, url: string) => Promise<void>>} */
export const USED = {
  echo: async (page, url) => {
    const echo = new EchoBench(page);
    await echo.open(`${url}/echo.html`);
    await echo.connect();
    await echo.send("hello");
    await expect(echo.rows("server")).toHaveCount(1);
    await echo.input("Close code").fill("1001");
    await expect(echo.input("Close code")).toHaveAttribute("aria-invalid", "true");
  },
  goodbye: async (page, url) => {
    const goodbye = new GoodbyeBench(page);
    await goodbye.open(`${url}/goodbye.html`);
    await goodbye.connect();
    await goodbye.ping("hi");
    await expect(goodbye.rows("server")).toHaveCount(1);
    await goodbye.closeByServer(1005, "no such code");
    await expect(goodbye.rows("server")).toHaveCount(2);
    await goodbye.button("Cut the line").click();
    await goodbye.hasStatus("closed");
    await goodbye.button("Ping").click();
    await goodbye.input("Close code").fill("no");
  },
  violation: async (page, url) => {
    const violation = new ViolationBench(page);
    await violation.open(`${url}/violation.html`);
    await violation.breakAll();
    await violation.break("bad-utf8", "closes with 1007");
  },
  broadcast: async (page, url) => {
    const bench = new BroadcastBench(page);
    await bench.open(`${url}/broadcast.html?room=${crypto.randomUUID().slice(0, 8)}`);
    await bench.connectAll();
    await bench.ada.say("hello");
    await expect(bench.bo.received.last()).toHaveText("Ada: hello");
  },
  chat: async (page, url) => {
    const bench = new ChatBench(page);
    await bench.open(`${url}/chat.html`);
    await bench.connectAll();
    await expect(bench.ada.state).toContainText("upgraded after");
    await bench.ada.say("hello");
    await expect(bench.bo.received.last()).toHaveText("hello");
    await bench.ada.button("Not text").click();
    await expect(bench.ada.sent.last()).toContainText("refused");
    await bench.bo.disconnect.click();
    await bench.bo.say("too late");
  },
  race: async (page, url) => {
    const race = new RaceBench(page);
    await race.open(`${url}/race.html`);
    await race.start();
    await race.hasStatus("closed");
    await race.input("Ticks per second").fill("0");
    await race.input("Ticks per second").press("Enter");
  },
  restaurant: async (page, url) => {
    const restaurant = new RestaurantBench(page);
    await restaurant.open(`${url}/restaurant.html`);
    await restaurant.primary.click();
    await expect(restaurant.waiter.answer).toHaveText(/^Ordered/);
    await expect(restaurant.walkieTalkie.answer).toHaveText(/^Heard/);
  },
  handshake: async (page, url) => {
    const handshake = new HandshakeBench(page);
    await handshake.open(`${url}/handshake.html`);
    await handshake.button("Use my browser's key").click();
    await expect(handshake.compared).toContainText("The same.");
    await handshake.send("Version 12", "426");
  },
  forge: async (page, url) => {
    const forge = new ForgeBench(page);
    await forge.open(`${url}/forge.html`);
    await forge.button("Add a frame").click();
    await forge.input("MASK").uncheck();
    await forge.input("Payload as").selectOption("hex");
    await expect(forge.rules).toContainText(["A client must mask every frame."]);
    await forge.send("close 1002");
    await forge.input("Payload").fill("0");
    await expect(forge.input("Payload")).toHaveAttribute("aria-invalid", "true");
  },
  table: async (page, url) => {
    const table = new TableBench(page);
    await table.open(`${url}/table.html`);
    for (const name of ["messaging", "reconnection", "broadcasting", "easy", "bytes", "download"]) {
      await table.row(name).open();
    }
    await table.row("messaging").run("Send one message");
    await table.row("broadcasting").run("Say it to all");
    await table.row("easy").run("Count the code");
    await table.row("reconnection").run("Cut both");
    await table.input("Bytes of text").fill("none");
    await table.row("bytes").button("Measure").click();
    await expect(table.input("Bytes of text")).toHaveAttribute("aria-invalid", "true");
  },
  faults: async (page, url) => {
    const bench = new FaultsBench(page);
    await bench.open(`${url}/faults.html`);
    await bench.connect();
    for (const words of ["Strip Upgrade", "Drop duplicates", "Pull the plug (half-open)"]) {
      await bench.faults.press(words);
    }
    await bench.faults.slide("To the server", "Latency", "300 ms");
    await bench.faults.looks("silent");
    await bench.faults.press("Stall 5 s");
  },
  heartbeat: async (page, url) => {
    const bench = new HeartbeatBench(page);
    await bench.open(`${url}/heartbeat.html`);
    await bench.set("Heartbeat every", 0.5);
    await bench.set("Deadline", 0.5);
    await bench.connect();
    await bench.pullThePlug();
    await expect(bench.heartbeat.noticed).toContainText("no answer");
  },
  ending: async (page, url) => {
    const bench = new EndingBench(page);
    await bench.open(`${url}/ending.html`);
    await bench.connect();
    await bench.end("Close 1013");
    await expect(bench.column("Then").first()).toContainText("waits");
  },
  reconnect: async (page, url) => {
    const reconnect = new ReconnectBench(page);
    await reconnect.open(`${url}/reconnect.html`);
    await reconnect.primary.click();
    await reconnect.hasStatus("closing");
    await expect(reconnect.strips).toHaveCount(5);
  },
  herd: async (page, url) => {
    const herd = new HerdBench(page);
    await herd.open(`${url}/herd.html`);
    await herd.run("With full jitter");
  },
  resume: async (page, url) => {
    const resume = new ResumeBench(page);
    await resume.open(`${url}/resume.html`);
    await resume.primary.click();
    await expect(resume.fates(resume.forward, "arrived")).not.toHaveCount(0);
  },
  backpressure: async (page, url) => {
    const hose = new BackpressureBench(page);
    await hose.open(`${url}/backpressure.html`);
    await hose.turnOn();
    await expect.poll(async () => (await hose.sums()).sent).toBeGreaterThan(10);
    await hose.turnOff();
    await hose.set("Line to the server", "as it is");
    await hose.button("Send at once").click();
    await expect(hose.uplink).toHaveText(/at once/);
  },
  compression: async (page, url) => {
    const bench = new CompressionBench(page);
    await bench.open(`${url}/compression.html`);
    await bench.measure();
  },
  status: async (page, url) => {
    const status = new StatusBench(page);
    await status.open(`${url}/status.html`);
    await status.button("Check").click();
    await status.hasStatus("open");
  },
};

/** The drawers of those, opened. @type {typeof USED} */
const WITH_DRAWER = {
  panel_of_echo: async (page, url) => {
    await USED.echo?.(page, url);
    const { faults } = new EchoBench(page);
    await faults.open();
    await faults.press("Reset");
    await faults.looks("ended");
  },
  wire_of_echo: async (page, url) => {
    await USED.echo?.(page, url);
    const { wire } = new EchoBench(page);
    await wire.open();
    await wire.show(wire.row("GET /ws/echo"));
    await wire.level("Frames");
    await wire.show(wire.row("text, masked, 5 bytes"));
    await wire.hide("Bodies and events");
  },
  wire_of_broadcast: async (page, url) => {
    await USED.broadcast?.(page, url);
    const { wire } = new BroadcastBench(page);
    await wire.open();
    await expect(wire.row("Bo")).not.toHaveCount(0);
  },
};

/** Rows of the table that show more than two figures, and what runs each; the heartbeat takes 25 s, so it is only opened. */
const ROWS = {
  rooms: "Let Ada speak",
  fallback: "Block WebSocket for me",
  acks: "Ask Bo",
  heartbeat: null,
  offline: "Cut the line for 3 s, and send",
  binary: "Send 256 bytes",
  delivery: "Send 1 to 50, both ways",
  sticky: "Send 3 messages",
  plain: "Try the wrong pairs",
};

/** @param {Page} page @param {string} url @param {keyof typeof ROWS} name */
async function useRow(page, url, name) {
  const table = new TableBench(page);
  await table.open(`${url}/table-${name}.html`);
  const [row, button] = [table.row(name), ROWS[name]];
  await row.open();
  if (button) await row.run(button);
}

/** All of them, with their names. */
export const IN_USE = [
  ...Object.entries(USED),
  ...Object.entries(WITH_DRAWER).map(([name, use]) => /** @type {const} */ ([`the_${name}`, use])),
  .../** @type {(keyof typeof ROWS)[]} */ (Object.keys(ROWS)).map(
    (name) =>
      /** @type {[string, (typeof USED)[string]]} */ ([
        `the_row_${name}`,
        (page, url) => useRow(page, url, name),
      ]),
  ),
];
