// The book itself, as the playground serves it: every page, in every theme, on a phone, with its demos live.
import { readFileSync } from "node:fs";
import { expectNoViolations } from "./axe.js";
import { expect, test as base } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { StatusBench } from "./pages/playground-status.js";
import { BOOK, chaptersOf, startPlayground } from "./servers.js";

/** @type {typeof base} */
const test = base.extend({
  playground: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startPlayground({ book: BOOK });
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
});

const chapters = chaptersOf(readFileSync(`${BOOK}/toc.html`, "utf8"));

test("the book has its chapters", () => {
  expect(chapters.length).toBeGreaterThan(15);
});

for (const chapter of chapters) {
  test(`${chapter} is accessible in every theme`, async ({ page, playground }) => {
    // Five themes, and a page that shows every byte of a session has thousands of elements.
    test.slow();
    await page.goto(`${playground.url}/${chapter}`);
    await demosAreReady(page);
    await expectNoViolations(page, {
      scope: ["main", "#mdbook-sidebar", "#mdbook-menu-bar"],
      // mdBook's own markup: a label with aria attributes that a label may not have.
      except: "#mdbook-sidebar-toggle",
      setTheme: chooseTheme,
    });
  });

  test(`${chapter} fits a phone, and its links lead somewhere`, async ({ page, playground }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${playground.url}/${chapter}`);
    await demosAreReady(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    const links = await page
      .locator("main a")
      .evaluateAll((anchors) =>
        anchors
          .filter((a) => a instanceof HTMLAnchorElement && a.origin === location.origin)
          .map((a) => /** @type {HTMLAnchorElement} */ (a).href),
      );
    for (const link of new Set(links.map((href) => href.split("#")[0] ?? ""))) {
      const answer = await page.request.get(link);
      expect(answer.status(), link).toBe(200);
    }
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll('main a[href^="#"]')]
        .map((a) => a.getAttribute("href") ?? "")
        .filter(
          (href) => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1))),
        ),
    );
    expect(broken).toEqual([]);
  });
}

test("a newcomer checks the playground, then talks to the echo server", async ({
  page,
  playground,
}) => {
  await page.goto(playground.url);
  await page.getByRole("link", { name: "start the playground" }).click();
  const status = new StatusBench(page);
  await status.hasStatus("idle");
  await status.primary.click();
  await status.hasStatus("open");
  await page.goto(`${playground.url}/what-is-a-websocket.html`);
  const echo = new EchoBench(page);
  await echo.connect();
  await echo.send("Is the soup ready?");
  await expect(echo.rows("server").first()).toContainText("Is the soup ready?");
  await echo.close();
});

test("on the print page no demo starts", async ({ page, playground }) => {
  await page.addInitScript(() => (window.print = () => {}));
  await page.goto(`${playground.url}/print.html`);
  await expect(page.locator("live-echo .bench-recording").first()).toBeVisible();
  await expect(page.locator("[data-status]")).toHaveCount(0);
});

test("speaker notes are there when asked for", async ({ page, playground }) => {
  await page.goto(`${playground.url}/start.html`);
  await expect(page.locator(".speaker-notes")).toBeHidden();
  await page.goto(`${playground.url}/start.html?notes`);
  await expect(page.locator(".speaker-notes")).toBeVisible();
});

/** @param {import("@playwright/test").Page} page */
async function demosAreReady(page) {
  for (const bench of await page.locator(".bench").all()) {
    await expect(bench).toHaveAttribute("data-status", "idle");
  }
}

/** As a reader does it: mdBook changes the colors of code, too. @param {import("@playwright/test").Page} page @param {string} theme */
async function chooseTheme(page, theme) {
  await page.locator("#mdbook-theme-toggle").click();
  await page.locator(`#mdbook-theme-${theme}`).click();
  await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${theme}\\b`));
  await page.keyboard.press("Escape");
}
