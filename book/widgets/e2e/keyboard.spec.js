import { expect, test } from "./fixtures.js";
import { BroadcastBench } from "./pages/broadcast.js";
import { EchoBench } from "./pages/echo.js";
import { ForgeBench } from "./pages/forge.js";
import { GoodbyeBench } from "./pages/goodbye.js";
import { HandshakeBench } from "./pages/handshake.js";
import { ViolationBench } from "./pages/violation.js";

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
