// Makes recordings/*.json, which stand in for the demos on paper and without a playground.
//   node e2e/record.mjs                    drives the first of each demo in target/book
//   node e2e/record.mjs --only echo,race   these recordings alone
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { chromium, expect as once } from "@playwright/test";
import { launchOptions } from "../playwright.config.js";
import { BackpressureBench } from "./pages/backpressure.js";
import { Bench } from "./pages/bench.js";
import { BroadcastBench } from "./pages/broadcast.js";
import { ChatBench } from "./pages/chat.js";
import { EchoBench } from "./pages/echo.js";
import { FaultsBench } from "./pages/faults.js";
import { EndingBench } from "./pages/ending.js";
import { ForgeBench } from "./pages/forge.js";
import { GoodbyeBench } from "./pages/goodbye.js";
import { HandshakeBench } from "./pages/handshake.js";
import { HeartbeatBench } from "./pages/heartbeat.js";
import { UpgradeBench } from "./pages/upgrade.js";
import { ViolationBench } from "./pages/violation.js";
import { BOOK, chaptersOf, startPlayground } from "./servers.js";

/** The kitchen takes up to 6 s and a race as many seconds as its lesson says. */
const PATIENCE_MS = 120_000;
/** All rows of the table: some wait for a cut line to come back, some for a silence to be noticed. */
const ALL_ROWS_MS = 300_000;
const expect = once.configure({ timeout: PATIENCE_MS });

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {{ tag: string, where?: string, run: (page: Page, bench: Bench) => Promise<void> }} Script
 *   `where`: attributes that tell two uses of one element apart */

/** What is done with each demo; the name is that of the recording's file. @type {Record<string, Script>} */
const SCRIPTS = {
  echo: { tag: "live-echo", where: `:not([data-endpoint="/ws/hello"])`, run: talk },
  "echo-hello": { tag: "live-echo", where: `[data-endpoint="/ws/hello"]`, run: talk },
  goodbye: { tag: "live-goodbye", run: part },
  violation: { tag: "live-violation", run: (page) => new ViolationBench(page).breakAll() },
  broadcast: { tag: "live-broadcast", run: converse },
  chat: { tag: "live-chat", run: chat },
  // All lanes, and long enough to mean something.
  race: {
    tag: "live-race",
    where: `[data-lanes="poll,long-poll,sse,ws,io-poll,io-ws"]`,
    run: pressAndWaitFor("closed"),
  },
  restaurant: { tag: "live-restaurant", run: eat },
  handshake: { tag: "live-handshake", run: knock },
  faults: { tag: "live-faults", run: breakTheLine },
  "forge-hello": forge("hello", "One frame came back"),
  "forge-fragments": forge("fragments", "One frame came back"),
  "forge-ping-inside": forge("ping-inside", "2 frames came back"),
  "forge-lengths": forge("lengths", "4 frames came back"),
  "forge-illegal": forge("illegal", "The server closed TCP"),
  table: { tag: "live-table", where: ":not([data-rows])", run: measureAll },
  upgrade: { tag: "live-upgrade", run: dance },
  heartbeat: { tag: "live-heartbeat", run: waitInSilence },
  ending: { tag: "live-ending", run: restart },
  reconnect: { tag: "live-reconnect", run: pressAndWaitFor("closed") },
  herd: { tag: "live-herd", run: pressAndWaitFor("closed") },
  resume: { tag: "live-resume", run: pressAndWaitFor("closed") },
  backpressure: { tag: "live-backpressure", run: flood },
  compression: { tag: "live-compression", run: pressAndWaitFor("closed") },
  "playground-status": { tag: "live-playground-status", run: pressAndWaitFor("open") },
};

/** @param {Page} page */
async function talk(page) {
  const echo = new EchoBench(page);
  await echo.connect();
  await echo.button("Send").click();
  await expect(echo.rows("server").last()).toContainText("round trip");
  await echo.button("Both sides at once").click();
  await expect(echo.rows("server").last()).toContainText("5 of 5");
  await echo.close();
}

/** @param {Page} page */
async function part(page) {
  const goodbye = new GoodbyeBench(page);
  await goodbye.connect();
  await goodbye.button("Ping").click();
  await expect(goodbye.rows("server")).toHaveCount(1);
  await goodbye.closeByServer(1005, "");
  await expect(goodbye.rows("server")).toHaveCount(2);
  await goodbye.closeByServer(1008, "Enough for today");
  await goodbye.hasStatus("closed");
}

/** @param {Page} page */
async function converse(page) {
  const bench = new BroadcastBench(page);
  await bench.ada.connect.click();
  await bench.ada.isIn();
  await bench.bo.connect.click();
  await expect(bench.ada.received.last()).toHaveText("Bo joined");
  await bench.ada.say("Hello, room!");
  await expect(bench.bo.received.last()).toHaveText("Ada: Hello, room!");
  await bench.bo.say("Hello, Ada!");
  await expect(bench.ada.received.last()).toHaveText("Bo: Hello, Ada!");
  await bench.bo.close.click();
  await expect(bench.ada.received.last()).toHaveText("Bo left");
  await bench.ada.close.click();
  await bench.hasStatus("closed");
}

/** @param {Page} page */
async function chat(page) {
  const { ada, bo, ...bench } = new ChatBench(page);
  await ada.connect.click();
  await expect(ada.state).toContainText("upgraded after");
  await bo.transport.selectOption("polling");
  await bo.connect.click();
  await bo.is("open");
  await ada.say("Hello from a WebSocket");
  await expect(bo.received).toHaveText(["Hello from a WebSocket"]);
  await bo.say("Hello from polling");
  await expect(ada.received.last()).toHaveText("Hello from polling");
  await bo.button("Not text").click();
  await expect(bo.sent.last()).toContainText("refused");
  await bench.primary.click();
  await bo.is("closed");
}

/** @param {Page} _page @param {Bench} bench */
async function eat(_page, bench) {
  await bench.primary.click();
  const ask = bench.button("Ask the waiter");
  await ask.click();
  // One dish is announced; for the other one has to ask until it is there.
  const announced = bench.rows("server").filter({ hasText: /^WebSocket .*ready/ });
  const fetched = bench.rows("server").filter({ hasText: /^200 .*ready/ });
  await expect(announced).toBeVisible();
  await expect(async () => {
    await ask.click();
    await once(fetched.first()).toBeVisible();
  }).toPass({ timeout: PATIENCE_MS });
}

/** @param {Page} page */
async function knock(page) {
  const bench = new HandshakeBench(page);
  await bench.button("Use my browser's key").click();
  await expect(bench.compared).toContainText("The same.");
  await bench.send("Correct", "101");
  await bench.send("No Upgrade", "426");
  await bench.send("Version 12", "426");
  await bench.send("No key", "400");
  await bench.send("Foreign origin", "403");
}

/** @param {Page} page */
async function breakTheLine(page) {
  const bench = new FaultsBench(page);
  await bench.connect();
  await bench.grows("back", 2);
  await bench.faults.slide("Back to the page", "Latency", "300 ms");
  await bench.grows("back", 2);
  await bench.faults.press("Mend everything");
  await bench.faults.press("Pull the plug (half-open)");
  await bench.grows("sent", 3);
  await bench.faults.press("Mend everything");
  await bench.grows("back", 3);
  await bench.faults.press("Reset");
  await bench.hasStatus("closed");
}

/** The default order comes last: its boxes are those that stay. @param {Page} page */
async function dance(page) {
  const bench = new UpgradeBench(page);
  for (const order of ["WebSocket only", "Polling only", "Default order"]) {
    await bench.run(order);
    await bench.sayHello();
    await bench.primary.click();
    await bench.hasStatus("closed");
  }
}

/** Until the most patient has noticed: Socket.IO takes up to 45 s. @param {Page} page */
async function waitInSilence(page) {
  const bench = new HeartbeatBench(page);
  await bench.connect();
  await bench.pullThePlug();
  await expect(bench.socketIo.noticed).toContainText("ping timeout");
  await expect(bench.heartbeat.noticed).toContainText("no answer");
  await bench.plugItIn();
  await expect(bench.heartbeat.noticed).toContainText("Back");
  await expect(bench.socketIo.noticed).toContainText("Back");
}

/** @param {Page} page */
async function restart(page) {
  const bench = new EndingBench(page);
  await bench.connect();
  await expect(bench.column("Numbers").first()).toContainText("1 to 2");
  await bench.end("Restart the server");
  await expect(bench.column("Then")).toHaveText(Array(6).fill(/^Back/));
}

/** Each policy on a slow line, then the other direction. @param {Page} page */
async function flood(page) {
  const hose = new BackpressureBench(page);
  await hose.set("Line to this tab", "20 kB/s");
  await hose.turnOn();
  await expect(hose.sum).toContainText("who makes them waits");
  await hose.set("When that is full", "drop the oldest");
  await expect(async () => once((await hose.sums()).dropped).toBeGreaterThan(200)).toPass();
  await hose.set("When that is full", "disconnect (1013)");
  await hose.hasStatus("closed", PATIENCE_MS);
  await hose.button("Send at once").click();
  await expect(hose.uplink).toHaveText(/at once/);
  await hose.button("Send, and wait for room").click();
  await expect(hose.uplink).toHaveText(/with waiting/);
}

/** @param {string} preset @param {string} words on what came back @returns {Script} */
function forge(preset, words) {
  return {
    tag: "live-forge",
    where: `[data-preset="${preset}"]`,
    run: (page) => new ForgeBench(page, preset).send(words),
  };
}

/** Rows of the honest table, alone in a lesson: `table-rooms-acks`. @param {string} name @returns {Script | undefined} */
function rowsOf(name) {
  if (!name.startsWith("table-")) return undefined;
  const rows = name.split("-").slice(1).join(",");
  return { tag: "live-table", where: `[data-rows="${rows}"]`, run: measureAll };
}

/** Runs each row's first experiment, one after the other. @param {Page} _page @param {Bench} bench */
async function measureAll(_page, bench) {
  await expect(bench.root.locator("tbody[data-row]").first()).toBeVisible();
  await bench.primary.click();
  await bench.hasStatus("closed", ALL_ROWS_MS);
  await expect(bench.root.locator("[data-status=failed]")).toHaveCount(0);
}

/** @param {import("../src/demo-element.js").Status} status */
function pressAndWaitFor(status) {
  return async (/** @type {Page} */ _page, /** @type {Bench} */ bench) => {
    await bench.primary.click();
    await bench.hasStatus(status, PATIENCE_MS);
  };
}

const { values } = parseArgs({ options: { only: { type: "string" } } });
const names = values.only?.split(",") ?? Object.keys(SCRIPTS);
const playground = await startPlayground({ book: BOOK });
const browser = await chromium.launch(launchOptions);
try {
  await record(playground.url, chaptersOf(readFileSync(`${BOOK}/toc.html`, "utf8")));
} finally {
  await browser.close();
  await playground.stop();
}

/** @param {string} url @param {string[]} paths */
async function record(url, paths) {
  const missing = new Set(names);
  for (const path of paths) {
    for (const name of missing) {
      const script = SCRIPTS[name] ?? rowsOf(name);
      if (!script) throw new Error(`no recording is called ${name}; use ${Object.keys(SCRIPTS)}`);
      if (await recordOne(new URL(path, url).href, name, script)) missing.delete(name);
    }
  }
  if (missing.size > 0) throw new Error(`no page has a demo for ${[...missing].join(", ")}`);
}

/**
 * @param {string} url @param {string} name @param {Script} script
 * @returns {Promise<boolean>} whether the page has this demo
 */
async function recordOne(url, name, { tag, where = "", run }) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    if ((await page.locator(tag + where).count()) === 0) return false;
    const bench = new Bench(page, tag + where);
    await bench.hasStatus("idle");
    await run(page, bench);
    const file = new URL(`../recordings/${name}.json`, import.meta.url);
    writeFileSync(file, `${JSON.stringify(await bench.result(), null, 2)}\n`);
    console.log(`recorded ${name} on ${url}`);
    return true;
  } finally {
    await page.close();
  }
}
