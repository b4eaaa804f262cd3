import { expect, test } from "./fixtures.js";
import { StatusBench } from "./pages/playground-status.js";

test("nothing_is_asked_before_the_reader_presses_check", async ({ page, playground }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.on("websocket", (socket) => asked.push(socket.url()));
  const status = new StatusBench(page);
  await status.open(`${playground.url}/status.html`);
  const files = /\.(html|css|js)$/;
  expect(asked.filter((path) => !files.test(path))).toEqual(["/about.json"]);
});

test("check_tells_address_version_origin_and_every_endpoint", async ({ page, playground }) => {
  const status = new StatusBench(page);
  await status.open(`${playground.url}/status.html`);
  await status.button("Check").click();
  await status.hasStatus("open");
  await expect(status.answer("Playground")).toHaveText(playground.url);
  await expect(status.answer("Version")).toHaveText(/^playground \d+\.\d+\.\d+$/);
  await expect(status.answer("This page's origin")).toHaveText(`${playground.url}: allowed`);
  await expect(status.answer("/ws/echo")).toHaveText(/^✓ open after .+ ms, round trip .+ ms$/);
  await expect(status.answer("Long polling")).toHaveText("✓ asked once, got 1 update");
  await expect(status.answer("Server-sent events")).toHaveText("✓ event 1 came by itself");
});

test("a_check_that_fails_is_marked_and_explained", async ({ page, playground }) => {
  await page.routeWebSocket(/\/ws\/echo/, (socket) => socket.close({ code: 4000 }));
  const status = new StatusBench(page);
  await status.open(`${playground.url}/status.html`);
  await status.button("Check").click();
  await status.hasStatus("closed");
  await expect(status.answer("/ws/echo")).toContainText("✗ closed with 4000");
  await expect(status.answer("Server-sent events")).toContainText("✓");
  await expect(status.problem).toContainText(`--allow-origin ${playground.url}`);
});

test("the_wire_shows_each_check", async ({ page, playground }) => {
  const status = new StatusBench(page);
  await status.open(`${playground.url}/status.html`);
  await expect(status.wire.root).not.toHaveAttribute("open");
  await status.button("Check").click();
  await status.hasStatus("open");
  await status.wire.open();
  for (const [request, check] of /** @type {const} */ ([
    ["GET /about.json", "HTTP"],
    ["GET /ws/echo", "WebSocket"],
    ["/long-poll?after=0", "Long polling"],
    ["/sse?after=0", "Server-sent events"],
  ])) {
    await expect(status.wire.row(request)).toContainText(check);
  }
});
