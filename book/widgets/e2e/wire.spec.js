// The drawer under every demo: what crossed the wire.
import { readFile } from "node:fs/promises";
import { writeFixtureBook } from "./fixture-book/pages.js";
import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { startPlayground } from "./servers.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Connects, says hello and opens the drawer. @param {Page} page @param {string} url */
async function helloOn(page, url) {
  const echo = new EchoBench(page);
  await echo.open(`${url}/echo.html`);
  await echo.connect();
  await echo.send("hello");
  await echo.wire.open();
  await expect(echo.wire.row('text message "hello"')).toHaveCount(2);
  return echo;
}

test("shows_the_handshake_and_each_message_with_its_direction", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  await expect(wire.row("GET /ws/echo")).toHaveAttribute("data-from", "client");
  await expect(wire.row("101 Switching Protocols")).toHaveAttribute("data-from", "server");
  const [sent, got] = await wire.row('text message "hello"').all();
  await expect(/** @type {any} */ (sent)).toHaveText(/ms Client .*5 bytes/);
  await expect(/** @type {any} */ (got)).toHaveText(/ms Server .*5 bytes/);
});

test("each_level_cuts_the_same_bytes_in_its_own_way", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  await wire.level("Frames");
  await expect(wire.row("text, masked, 5 bytes")).toHaveText(/frame .* 11 bytes/);
  await wire.level("TCP reads");
  await expect(wire.row("text, masked, 5 bytes")).toHaveText(/read .* 11 bytes/);
  await expect(wire.row("text, 5 bytes")).toHaveText(/write .* 7 bytes/);
  const read = await wire.show(wire.row("text, 5 bytes"));
  await expect(read).toContainText("All of it came in this one.");
});

test("an_opened_frame_shows_its_mask_and_leads_to_its_lesson", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  await wire.level("Frames");
  const frame = await wire.show(wire.row("text, masked, 5 bytes"));
  await expect(frame).toContainText("XOR key");
  await expect(frame.getByRole("link", { name: "Frames, byte by byte" })).toHaveAttribute(
    "href",
    "frames.html#five-letters",
  );
  await expect(wire.row("text, masked, 5 bytes")).toHaveAttribute("aria-selected", "true");
  await frame.getByRole("button", { name: "Fold away" }).click();
  await expect(wire.opened).toHaveCount(0);
  await expect(wire.list).toBeFocused();
});

test("copies_a_unit_as_hex_with_and_without_a_clipboard", async ({ page, playground, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { wire } = await helloOn(page, playground.url);
  await wire.level("Frames");
  const frame = await wire.show(wire.row("text, 5 bytes"));
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await frame.getByRole("button", { name: "Copy as hex" }).click();
  await expect(wire.said).toHaveText("Copied 7 bytes.");
  expect(await clipboard()).toBe("81 05 68 65 6c 6c 6f");
  // As on a page that comes over plain HTTP from another machine.
  await page.evaluate(() => {
    void navigator.clipboard.writeText("");
    navigator.clipboard.writeText = () => Promise.reject(new Error("not here"));
  });
  await frame.getByRole("button", { name: "Copy as hex" }).click();
  await expect.poll(clipboard).toBe("81 05 68 65 6c 6c 6f");
});

test("counts_bytes_heads_payload_and_frames_folded_too", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await expect(echo.wire.list).toHaveCount(0);
  await echo.connect();
  await echo.send("hello");
  await expect(echo.rows("server")).toHaveCount(1);
  await expect(echo.wire.sums).toHaveText(/^[\d,]+ bytes up, [\d,]+ down$/);
  await echo.wire.open();
  await expect(echo.wire.count("up", "Payload")).toHaveText("5");
  await expect(echo.wire.count("up", "Framing and control")).toHaveText("6");
  await expect(echo.wire.count("down", "Framing and control")).toHaveText("2");
  await expect(echo.wire.count("down", "Frames")).toHaveText("1");
  await expect(echo.wire.root).toContainText("1 request");
});

test("a_cookie_is_not_shown_and_that_is_said", async ({ page, playground, context }) => {
  await context.addCookies([{ name: "id", value: "SECRET", url: playground.url }]);
  const { wire } = await helloOn(page, playground.url);
  const head = await wire.show(wire.row("GET /ws/echo"));
  await expect(head.locator(".unit-redacted")).toContainText("cookie");
  await expect(head).not.toContainText("SECRET");
});

test("hides_what_the_reader_does_not_want_to_see", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  await wire.hide("HTTP heads");
  await expect(wire.rows()).toHaveCount(2);
  await expect(wire.root.locator(".wire-filter summary")).toHaveText("Filter (1 hidden)");
  await wire.hide("Messages and data");
  await expect(wire.rows()).toHaveCount(0);
});

test("what_comes_while_it_is_paused_is_kept_and_counted", async ({ page, playground }) => {
  const echo = await helloOn(page, playground.url);
  const { wire } = echo;
  await wire.button("Pause").click();
  await echo.send("later");
  await expect(wire.root).toContainText(/Paused: \d+ more wait\./);
  await expect(wire.row("later")).toHaveCount(0);
  await expect(wire.count("up", "Frames")).toHaveText("2");
  await wire.button("Resume").click();
  await expect(wire.row('text message "later"')).toHaveCount(2);
  await expect(wire.said).toHaveText(/\d+ events came while it was paused\./);
});

test("clear_begins_anew", async ({ page, playground }) => {
  const echo = await helloOn(page, playground.url);
  const { wire } = echo;
  await wire.show(wire.row("GET /ws/echo"));
  await wire.button("Clear").click();
  await expect(wire.rows()).toHaveCount(0);
  await expect(wire.opened).toHaveCount(0);
  await echo.send("again");
  await expect(wire.rows()).toHaveCount(2);
  await expect(wire.rows("client")).toHaveText(/^0\.0 ms/);
});

test("an_end_is_a_row_and_two_connections_have_names", async ({ page, playground }) => {
  const echo = await helloOn(page, playground.url);
  const { wire } = echo;
  await echo.close();
  await expect(wire.row("Ended after")).toHaveAttribute("data-from", "note");
  await echo.connect();
  await expect(wire.row("GET /ws/echo")).toContainText(["Echo 1", "Echo 2"]);
});

test("a_saved_wire_is_shown_again_without_any_server", async ({ page }) => {
  const book = writeFixtureBook("http://localhost:4000");
  const playground = await startPlayground({ book: book.dir });
  try {
    const { wire } = await helloOn(page, playground.url);
    const saving = page.waitForEvent("download");
    await wire.button("Save JSON").click();
    const file = await (await saving).path();
    await playground.stop();
    await wire.button("Clear").click();
    await expect(wire.rows()).toHaveCount(0);
    await wire.load(file);
    await expect(wire.row('text message "hello"')).toHaveCount(2);
    await expect(wire.count("up", "Frames")).toHaveText("1");
    await expect(wire.root).toContainText("Not live.");
    await wire.show(wire.row("GET /ws/echo"));
    await wire.button("Back to the live wire").click();
    await expect(wire.rows().filter({ hasText: "hello" })).toHaveCount(0);
  } finally {
    await playground.stop();
    book.remove();
  }
});

test("a_file_that_is_no_saved_wire_loses_nothing", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  for (const [name, text, sentence] of /** @type {const} */ ([
    ["notes.json", "not json", "notes.json was not loaded. This is not JSON."],
    ["other.json", "{}", "other.json was not loaded. This is JSON, but not a saved wire."],
  ])) {
    await wire.load({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    await expect(wire.said).toContainText(sentence);
  }
  await expect(wire.row('text message "hello"')).toHaveCount(2);
});

test("a_pcap_has_the_bytes_and_says_what_is_made_up", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  const saving = page.waitForEvent("download");
  await wire.button("Save pcap").click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe("wire.pcap");
  await expect(wire.said).toContainText("the IP and TCP headers around them are made up");
  const file = await readFile(await download.path());
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(file.includes("101 Switching Protocols")).toBe(true);
  expect(file.includes(Buffer.from("810568656c6c6f", "hex"))).toBe(true);
});

test("the_keyboard_alone_is_enough_for_the_wire", async ({ page, playground }) => {
  const echo = await helloOn(page, playground.url);
  const { wire } = echo;
  const active = () =>
    wire.list.evaluate((list) => {
      const row = document.getElementById(list.getAttribute("aria-activedescendant") ?? "");
      return row?.querySelector(".wire-summary")?.textContent;
    });
  await wire.root.getByRole("radio", { name: "Messages" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(wire.root.getByRole("radio", { name: "Frames" })).toBeChecked();
  await wire.list.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  expect(await active()).toBe("101 Switching Protocols");
  await page.keyboard.press("Enter");
  await expect(wire.opened).toHaveCount(1);
  await expect(wire.list).toBeFocused();
  await page.keyboard.press("End");
  expect(await active()).toBe("text, 5 bytes");
  await page.keyboard.press("ArrowUp");
  // What comes meanwhile takes neither the focus nor the place.
  await page.evaluate(() => {
    const button = [...document.querySelectorAll("button")].find((b) => b.textContent === "Send");
    button?.click();
  });
  await expect(wire.row("text, 5 bytes")).toHaveCount(2);
  await expect(wire.list).toBeFocused();
  expect(await active()).toBe("text, masked, 5 bytes");
  await page.keyboard.press("Tab");
  await expect(wire.opened.getByRole("button", { name: "Copy as hex" })).toBeFocused();
  expect(new URL(page.url()).hash).toBe("");
});

test("a_flood_neither_freezes_the_page_nor_grows_it", async ({ page, playground }) => {
  const FRAMES = 3000;
  const echo = await helloOn(page, playground.url);
  const { wire } = echo;
  await wire.level("Frames");
  await page.evaluate(() => {
    document.querySelector("h1")?.addEventListener("click", () => (document.title = "clicked"));
  });
  const flood = echo.root.evaluate(async (element, frames) => {
    const bench = /** @type {import("../src/demo-element.js").DemoElement} */ (element);
    const socket = new WebSocket(await bench.tappedSocket("/ws/echo", "Flood"));
    let left = frames;
    await new Promise((done) => {
      socket.onopen = () => {
        for (let index = 0; index < frames; index++) socket.send(`${index}`);
      };
      socket.onmessage = () => --left === 0 && done(undefined);
    });
    socket.close();
  }, FRAMES);
  await expect.poll(() => wire.rowCount()).toBeGreaterThan(100);
  await page.locator("h1").click();
  await expect(page).toHaveTitle("clicked");
  await flood;
  // The first connection has one frame each way, the second one has a Close too.
  await expect(wire.count("up", "Frames")).toHaveText((FRAMES + 2).toLocaleString("en"));
  await expect(wire.count("down", "Frames")).toHaveText((FRAMES + 2).toLocaleString("en"));
  expect(await wire.rows().count()).toBeLessThan(60);
  await expect(wire.row("Ended after")).toBeVisible();
});

test("a_tap_that_is_refused_is_said_and_the_demo_works_on", async ({ page, playground }) => {
  await page.routeWebSocket(/\/tap$/, (socket) => socket.close({ code: 1013, reason: "full" }));
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.wire.open();
  await echo.connect();
  await echo.send("still here");
  await expect(echo.rows("server")).toContainText(["still here"]);
  await expect(echo.wire.problem).toContainText("The demo works on without it.");
  await expect(echo.wire.problem).toContainText("Connect again");
});

test("a_tap_that_is_lost_is_said_and_what_was_seen_stays", async ({ page, playground }) => {
  /** @type {import("@playwright/test").WebSocketRoute[]} */
  const taps = [];
  await page.routeWebSocket(/\/tap$/, (socket) => {
    socket.connectToServer();
    taps.push(socket);
  });
  const echo = await helloOn(page, playground.url);
  await taps[0]?.close({ code: 1001, reason: "gone" });
  await expect(echo.wire.problem).toContainText("The tap's own WebSocket closed: gone.");
  await echo.send("still here");
  await expect(echo.rows("server")).toContainText(["still here"]);
  await expect(echo.wire.row('text message "hello"')).toHaveCount(2);
  await echo.close();
  await echo.connect();
  await expect(echo.wire.problem).toBeEmpty();
  await expect(echo.wire.row("GET /ws/echo")).toHaveCount(2);
});

test("the_taps_socket_closes_with_the_last_demo", async ({ page, playground }) => {
  const tap = page.waitForEvent("websocket", (socket) => socket.url().endsWith("/tap"));
  const echo = await helloOn(page, playground.url);
  const closed = (await tap).waitForEvent("close");
  await echo.root.evaluate((element) => element.remove());
  await closed;
});

test("the_wire_is_not_printed", async ({ page, playground }) => {
  const { wire } = await helloOn(page, playground.url);
  await page.emulateMedia({ media: "print" });
  await expect(wire.root).toBeHidden();
});
