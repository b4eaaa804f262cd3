// A reader's walk along the wire, whoever serves the book: from the handshake to the last byte explained.
import { expect } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { ForgeBench } from "./pages/forge.js";
import { GoodbyeBench } from "./pages/goodbye.js";
import { HandshakeBench } from "./pages/handshake.js";
import { ViolationBench } from "./pages/violation.js";

/** @param {import("@playwright/test").Page} page @param {string} url where the book is, without a slash */
export async function walkAlongTheWire(page, url) {
  await page.goto(`${url}/how-it-works.html`);
  const echo = new EchoBench(page);
  await echo.hasStatus("idle");
  await echo.connect();
  await echo.send("Grüße");
  await echo.wire.open();
  const request = await echo.wire.show(echo.wire.row("GET /ws/echo"));
  await expect(request).toContainText("Sec-WebSocket-Key");
  await expect(echo.wire.row("101 Switching Protocols")).toHaveCount(1);
  await echo.wire.level("Frames");
  await expect(echo.wire.row("text, masked, 7 bytes")).toHaveCount(1);
  const handshake = new HandshakeBench(page);
  await handshake.send("Version 12", "426 Upgrade Required");

  await page.goto(`${url}/frames.html`);
  const forge = new ForgeBench(page, "hello");
  await forge.hasStatus("idle");
  await forge.send("“Hello”");
  await forge.wire.open();
  await expect(forge.wire.row("GET /ws/echo")).toHaveCount(1);

  await page.goto(`${url}/goodbye.html`);
  const goodbye = new GoodbyeBench(page, "live-goodbye >> nth=0");
  await goodbye.hasStatus("idle");
  await goodbye.connect();
  await goodbye.ping("are you there?");
  await goodbye.wire.open();
  await goodbye.wire.level("Frames");
  await expect(goodbye.wire.row("pong, masked, 14 bytes")).toHaveCount(1);
  await goodbye.closeByServer("1008", "enough");

  await page.goto(`${url}/violations.html`);
  const violation = new ViolationBench(page);
  await violation.hasStatus("idle");
  await violation.showRules();
  await violation.break("A masked frame", "closes with 1002");
  await expect(violation.root).toContainText("1006");

  await page.goto(`${url}/illustrated.html`);
  await page.getByRole("button", { name: "Open all" }).click();
  await expect(page.getByRole("link", { name: "Masking-key" }).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "pcap" })).toHaveAttribute("href", /^data:/);
}
