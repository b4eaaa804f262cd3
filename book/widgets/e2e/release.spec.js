// What a teacher copies to another laptop: the release binary, alone in an empty folder.
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { RELEASE, startPlayground } from "./servers.js";
import { walkAlongTheWire } from "./walk.js";

test("the release binary alone serves the book with live demos", async ({ page }) => {
  const dir = mkdtempSync(join(tmpdir(), "alone-"));
  const program = join(dir, "playground");
  copyFileSync(RELEASE, program);
  const server = await startPlayground({ program, cwd: dir });
  try {
    await page.goto(server.url);
    await expect(page.getByRole("heading", { level: 1 }).last()).toContainText("Introduction");
    await page.goto(`${server.url}/what-is-a-websocket.html`);
    const echo = new EchoBench(page);
    await echo.connect();
    await echo.send("carried inside");
    await expect(echo.rows("server").first()).toContainText("carried inside");
    await walkAlongTheWire(page, server.url);
    const client = "/socket.io/socket.io.esm.min.js";
    const exported = await page.evaluate(async (url) => Object.keys(await import(url)), client);
    expect(exported).toContain("io");
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true });
  }
});
