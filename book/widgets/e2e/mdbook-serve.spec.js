// The third way to read: `mdbook serve` on the checked-in book.toml, a playground beside it on another port.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { copyOfTheBook, serveWithMdbook } from "./servers.js";
import { walkAlongTheWire } from "./walk.js";

test("the demos find the playground, and a saved lesson or listing shows", async ({
  page,
  playground,
}) => {
  test.slow(); // mdBook builds the book three times
  const copy = copyOfTheBook();
  const mdbook = await serveWithMdbook(copy.dir, playground.url);
  try {
    expect(new URL(mdbook.url).port).not.toBe(new URL(playground.url).port);
    // mdBook says where it serves shortly before it does.
    await expect(() => page.goto(`${mdbook.url}/first-server.html`)).toPass({ timeout: 60_000 });
    const echo = new EchoBench(page);
    await echo.hasStatus("idle");
    await echo.connect();
    await expect(echo.rows("server").first()).toContainText("Hello from the server!");
    await echo.close();
    await walkAlongTheWire(page, mdbook.url);
    await page.goto(`${mdbook.url}/first-server.html`);

    const lesson = join(copy.dir, "book/src/first-server.md");
    await showsWhenSaved(page, lesson, "A sentence that was just added.");
    const listing = join(copy.dir, "book/listings/node/ws-v0/server.js");
    await showsWhenSaved(page, listing, "// A line that was just added.");
  } finally {
    await mdbook.stop();
    copy.remove();
  }
});

/**
 * mdBook begins to watch some time after it begins to serve, and does not say when: so save again
 * until it has noticed.
 *
 * @param {import("@playwright/test").Page} page @param {string} file @param {string} text
 */
async function showsWhenSaved(page, file, text) {
  await expect(async () => {
    appendFileSync(file, `\n${text}\n`);
    await expect(page.getByText(text).first()).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
}
