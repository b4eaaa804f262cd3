// The third way to read: `mdbook serve` on the checked-in book.toml, a playground beside it on another port.
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages.js";
import { copyOfTheBook, serveWithMdbook } from "./servers.js";

test("the demos find the playground, and a saved lesson or listing shows", async ({
  page,
  playground,
}) => {
  test.slow(); // mdBook builds the book three times
  const copy = copyOfTheBook();
  const mdbook = await serveWithMdbook(copy.dir, playground.url);
  try {
    expect(new URL(mdbook.url).port).not.toBe(new URL(playground.url).port);
    await page.goto(`${mdbook.url}/first-server.html`);
    const echo = new EchoBench(page);
    await echo.hasStatus("idle");
    await echo.connect();
    await expect(echo.rows("server").first()).toContainText("Hello from the server!");
    await echo.close();

    appendFileSync(
      join(copy.dir, "book/src/first-server.md"),
      "\nA sentence that was just added.\n",
    );
    await expect(page.getByText("A sentence that was just added.")).toBeVisible();
    appendFileSync(
      join(copy.dir, "book/listings/node/ws-v0/server.js"),
      "// A line that was just added.\n",
    );
    await expect(page.getByText("// A line that was just added.")).toBeVisible();
  } finally {
    await mdbook.stop();
    copy.remove();
  }
});
