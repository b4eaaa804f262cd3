// Where the demos come from: the page's own server, another port, a link, nowhere.
import { writeFixtureBook } from "./fixture-book/pages.js";
import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { StatusBench } from "./pages/playground-status.js";
import { freePort, serveFiles, startPlayground } from "./servers.js";

/**
 * A book on a port of its own, as `mdbook serve` has it, built for a playground elsewhere.
 *
 * @param {string} playground @param {(url: string, dir: string) => Promise<void>} use
 */
async function withBookOf(playground, use) {
  const book = writeFixtureBook(playground);
  const server = await serveFiles(book.dir);
  try {
    await use(server.url, book.dir);
  } finally {
    await server.stop();
    book.remove();
  }
}

test("a_page_on_another_port_finds_the_playground_of_the_book", async ({ page, playground }) => {
  await withBookOf(playground.url, async (book) => {
    const echo = new EchoBench(page);
    await echo.open(`${book}/echo.html`);
    await echo.connect();
    await echo.send("across ports");
    await expect(echo.rows("server")).toContainText(["across ports"]);
    const status = new StatusBench(page);
    await status.open(`${book}/status.html`);
    await status.button("Check").click();
    await status.hasStatus("open");
    await expect(status.answer("This page's origin")).toHaveText(`${book}: allowed`);
  });
});

test("a_link_can_name_the_playground_and_the_next_page_remembers", async ({ page, playground }) => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  await withBookOf(nobody, async (book) => {
    const echo = new EchoBench(page);
    await echo.open(`${book}/echo.html?playground=${encodeURIComponent(playground.url)}`);
    await echo.connect();
    await echo.open(`${book}/hello.html`);
    await echo.connect();
  });
});

test("a_link_to_a_far_host_asks_the_reader_first", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await page.goto(`${playground.url}/echo.html?playground=http://far.example:4000`);
  await echo.hasStatus("absent");
  await expect(echo.absent).toContainText("takes the demos from http://far.example:4000");
  await expect(echo.absent.getByRole("button")).toHaveText("Use http://far.example:4000");
  await expect(echo.recording).toBeVisible();
});

test("a_link_with_no_address_says_so", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await page.goto(`${playground.url}/echo.html?playground=here`);
  await expect(echo.absent).toContainText("?playground=here is no address");
});

test("absent_keeps_the_recording_and_retry_works_after_a_start", async ({ page }) => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  await withBookOf(address, async (book, dir) => {
    const echo = new EchoBench(page);
    await page.goto(`${book}/echo.html`);
    await echo.hasStatus("absent");
    await expect(echo.absent).toContainText(
      `No playground answers at ${address}. Start one: cargo xtask serve`,
    );
    await expect(echo.recording).toBeVisible();
    await echo.retry.focus();
    await page.keyboard.press("Enter");
    await expect(echo.absent).toContainText("asked again at");
    await expect(echo.retry).toBeFocused();

    const playground = await startPlayground({ book: dir, listen: `127.0.0.1:${port}` });
    try {
      await page.keyboard.press("Enter");
      await echo.hasStatus("idle");
      await expect(echo.primary).toBeFocused();
      await expect(echo.absent).toHaveCount(0);
      await echo.connect();
    } finally {
      await playground.stop();
    }
  });
});

test("a_playground_that_goes_away_closes_with_1001_and_comes_back_with_retry", async ({ page }) => {
  const port = await freePort();
  const listen = `127.0.0.1:${port}`;
  await withBookOf(`http://${listen}`, async (book, dir) => {
    const first = await startPlayground({ book: dir, listen });
    const echo = new EchoBench(page);
    await echo.open(`${book}/echo.html`);
    await echo.connect();
    await first.stop();
    await echo.hasStatus("closed");
    await expect(echo.rows("note").last()).toContainText("code 1001 (going away)");
    await echo.primary.click();
    await echo.hasStatus("absent");
    await expect(echo.rows("note").last()).toContainText("code 1006");
    await expect(echo.absent).toContainText("cargo xtask serve");

    const second = await startPlayground({ book: dir, listen });
    try {
      await echo.retry.click();
      await echo.hasStatus("idle");
      await echo.connect();
    } finally {
      await second.stop();
    }
  });
});

test("a_server_that_does_not_let_the_page_read_is_told_from_no_server", async ({ page }) => {
  await withBookOf("http://localhost:4000", async (other) => {
    // A plain file server gives no CORS headers, as the playground does to origins it refuses.
    await withBookOf(other, async (book) => {
      const echo = new EchoBench(page);
      await page.goto(`${book}/echo.html`);
      await expect(echo.absent).toContainText(`Something answers at ${other}`);
      await expect(echo.absent).toContainText(`--allow-origin ${book}`);
    });
  });
});

test("a_refused_websocket_is_explained_while_the_playground_answers", async ({
  page,
  playground,
}) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  // No such endpoint: the handshake fails, and the browser does not tell the page why.
  await echo.root.evaluate((element) => (element.dataset.endpoint = "/ws/nowhere"));
  await echo.primary.click();
  await echo.hasStatus("closed");
  await expect(echo.problem).toContainText("could not be opened, although the playground answers");
  await expect(echo.problem).toContainText("Browsers hide the reason");
});

test("on_the_print_page_every_demo_is_its_recording", async ({ page, playground }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${playground.url}/print.html`, { waitUntil: "networkidle" });
  expect(asked.filter((path) => path === "/about.json" || path.startsWith("/assets/"))).toEqual([]);
  await expect(page.locator(".bench")).not.toHaveCount(0);
  const benches = await page.locator(".bench").count();
  await expect(page.locator(".bench-recording:visible")).toHaveCount(benches);
  await expect(page.locator(".bench button")).toHaveCount(0);
});

test("a_page_without_demos_asks_for_nothing", async ({ page, playground }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${playground.url}/index.html`, { waitUntil: "networkidle" });
  expect(asked).not.toContain("/about.json");
});

test("notes_are_shown_when_the_link_asks_and_on_the_next_page", async ({ page, playground }) => {
  const root = page.locator("html");
  await page.goto(`${playground.url}/index.html`);
  await expect(root).not.toHaveClass(/show-notes/);
  await page.goto(`${playground.url}/index.html?notes`);
  await expect(root).toHaveClass(/show-notes/);
  await page.goto(`${playground.url}/echo.html`);
  await expect(root).toHaveClass(/show-notes/);
  await page.goto(`${playground.url}/echo.html?notes=off`);
  await expect(root).not.toHaveClass(/show-notes/);
});
