import { AxeBuilder } from "@axe-core/playwright";
import { THEMES, expect, setTheme, test } from "./fixtures.js";
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
const USED = {
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

/** @param {Page} page */
async function expectNoViolations(page) {
  for (const theme of THEMES) {
    await setTheme(page, theme);
    // Messages slide in; axe must not measure them half way.
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    );
    const { violations } = await new AxeBuilder({ page }).include(".bench").analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${theme}: ${id}: ${node.target} ${node.failureSummary}`),
    );
    expect(found).toEqual([]);
  }
}

const IN_USE = [
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

for (const [name, use] of IN_USE) {
  test(`axe_finds_nothing_in_any_theme_with_${name}_in_use`, async ({ page, playground }) => {
    await use(page, playground.url);
    await expectNoViolations(page);
  });

  test(`${name}_in_use_fits_a_phone`, async ({ page, playground }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await use(page, playground.url);
    const wide = await page.evaluate(() => {
      const edge = document.documentElement.clientWidth;
      return [...document.querySelectorAll(".bench *")]
        .filter((element) => element.getBoundingClientRect().right > edge)
        .map((element) => `${element.localName}.${element.className}`);
    });
    expect(wide).toEqual([]);
    const scroll = await page.evaluate(() => document.scrollingElement?.scrollWidth);
    expect(scroll).toBe(390);
  });
}

test("axe_finds_nothing_in_any_theme_without_a_playground", async ({ page, playground }) => {
  await page.route("**/about.json", (route) => route.abort());
  await page.goto(`${playground.url}/echo.html`);
  await new EchoBench(page).hasStatus("absent");
  await expectNoViolations(page);
});

test("axe_finds_nothing_in_any_theme_in_recordings", async ({ page, playground }) => {
  await page.goto(`${playground.url}/print.html`);
  await expectNoViolations(page);
});

test("the_keyboard_alone_is_enough_for_echo", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await page.keyboard.press("Tab");
  await expect(echo.primary).toBeFocused();
  await page.keyboard.press("Enter");
  await echo.hasStatus("open");
  await expect(echo.primary).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(echo.input("Message")).toBeFocused();
  await page.keyboard.type(" again");
  await page.keyboard.press("Enter");
  await expect(echo.rows("server")).toHaveCount(1);
  for (const control of [
    echo.input("Send as"),
    echo.button("Send"),
    echo.button("Both sides at once"),
    echo.root.getByRole("log"),
    echo.input("Close code"),
    echo.input("Reason"),
  ]) {
    await page.keyboard.press("Tab");
    await expect(control).toBeFocused();
    const outline = await control.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).toBe("solid");
  }
});

test("the_keyboard_alone_is_enough_for_goodbye", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await goodbye.hasStatus("open");
  await page.keyboard.press("Tab");
  await expect(goodbye.input("Ping payload")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(goodbye.rows("server")).toHaveCount(1);
  for (const control of [
    goodbye.button("Ping"),
    goodbye.root.getByRole("log"),
    goodbye.input("Close code"),
    goodbye.input("Reason"),
    goodbye.button("Close by the server"),
    goodbye.button("Close without a code"),
    goodbye.button("Cut the line"),
  ]) {
    await page.keyboard.press("Tab");
    await expect(control).toBeFocused();
    const outline = await control.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).toBe("solid");
  }
  await page.keyboard.press("Enter");
  await goodbye.hasStatus("closed");
});

test("the_keyboard_alone_is_enough_for_violation", async ({ page, playground }) => {
  const violation = new ViolationBench(page);
  await violation.open(`${playground.url}/violation.html`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(violation.primary).toHaveText("Connect");
  await page.keyboard.press("Tab");
  await expect(violation.input("The server breaks")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(violation.button("All rules in turn")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(violation.root.getByRole("radio", { name: "closes with 1002" })).toBeFocused();
  await violation.primary.focus();
  await page.keyboard.press("Enter");
  await expect(violation.verdict).toHaveText("Your browser closes with 1002. You were right.");
});

test("the_keyboard_alone_is_enough_for_the_forge", async ({ page, playground }) => {
  const forge = new ForgeBench(page);
  await forge.open(`${playground.url}/forge.html`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(forge.outcome).toContainText("One frame came back");
  await expect(forge.primary).toBeFocused();
  for (const control of [
    forge.input("Begin with"),
    forge.queue.first(),
    forge.button("Add a frame"),
    forge.button("Remove this frame"),
    forge.input("FIN"),
  ]) {
    await page.keyboard.press("Tab");
    await expect(control).toBeFocused();
    const outline = await control.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline).toBe("solid");
  }
  await page.keyboard.press("Space");
  await expect(forge.queue).toHaveText(["1 text, FIN 0"]);
  await expect(forge.bytes.locator(".bits-digits").first()).toHaveText("0");
});

test("the_keyboard_alone_is_enough_for_the_handshake", async ({ page, playground }) => {
  const bench = new HandshakeBench(page);
  await bench.open(`${playground.url}/handshake.html`);
  await page.keyboard.press("Tab");
  await expect(bench.primary).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(bench.key).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(bench.compared).toContainText("The same.");
  await page.keyboard.press("Tab");
  await expect(bench.input("Begin with")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await expect(bench.input("Begin with")).toHaveValue("");
  await bench.primary.press("Enter");
  await expect(bench.statusLine).toContainText("426");
});

test("the_keyboard_alone_is_enough_for_broadcast", async ({ page, playground }) => {
  const bench = new BroadcastBench(page);
  await bench.open(`${playground.url}/broadcast.html?room=keyboard`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await bench.ada.isIn();
  await bench.bo.isIn();
  await bench.bo.root.getByLabel("Message").focus();
  await page.keyboard.type("typed");
  await page.keyboard.press("Enter");
  await expect(bench.ada.received.last()).toHaveText("Bo: typed");
});

test("arrow_keys_in_a_bench_do_not_turn_the_page", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  for (const control of [echo.primary, echo.root.getByRole("log"), echo.button("Send")]) {
    await control.focus();
    await page.keyboard.press("ArrowRight");
  }
  expect(new URL(page.url()).hash).toBe("");
  // Outside a bench they still do: the fixture page listens as mdBook does.
  await page.locator("h1").click();
  await page.keyboard.press("ArrowRight");
  expect(new URL(page.url()).hash).toBe("#page-turned");
});

test("reduced_motion_gets_the_end_state", async ({ page, playground }) => {
  /** How many animations a message starts, counted while it starts them. */
  const animated = async () => {
    const echo = new EchoBench(page);
    await echo.open(`${playground.url}/echo.html`);
    await echo.connect();
    await echo.send("still");
    const answer = echo.rows("server");
    await expect(answer).toHaveCount(1);
    return answer.evaluate((element) => getComputedStyle(element).animationName);
  };
  expect(await animated()).toBe("bench-from-right");
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await animated()).toBe("none");
});

for (const [name, width] of /** @type {const} */ ([
  ["wide", 1280],
  ["phone", 390],
])) {
  test(`nothing_jumps_when_the_demos_come_on_a_${name}_page`, async ({ page, playground }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const demo of Object.keys(USED)) {
      /** @type {(value?: unknown) => void} */
      let answer = () => {};
      const asked = new Promise((resolve) => (answer = resolve));
      await page.route("**/about.json", (route) => asked.then(() => route.continue()));
      const bench = page.locator(".bench");
      const after = page.locator("#after");
      await page.goto(`${playground.url}/${demo}.html`);
      const before = await after.boundingBox();
      answer();
      await expect(bench).toHaveAttribute("data-status", "idle");
      expect(await after.boundingBox(), demo).toEqual(before);
      await page.unroute("**/about.json");
    }
  });
}
