import { AxeBuilder } from "@axe-core/playwright";
import { THEMES, expect, setTheme, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { IN_USE, USED } from "./in-use.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string[]} [themes] */
async function expectNoViolations(page, themes = THEMES) {
  for (const theme of themes) {
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

for (const theme of THEMES) {
  test(`axe_finds_nothing_in_recordings_in_${theme}`, async ({ page, playground }) => {
    await page.goto(`${playground.url}/print.html`);
    await expectNoViolations(page, [theme]);
  });
}

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
