import { expectNoViolations } from "./axe.js";
import { expect, setTheme, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";
import { IN_USE, USED } from "./in-use.js";

const BENCH = { scope: [".bench"], setTheme };

for (const [name, use] of IN_USE) {
  test(`${name}_in_use_fits_a_phone_and_is_accessible_in_every_theme`, async ({
    page,
    playground,
  }) => {
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await use(page, playground.url);
    const tooWide = await page.evaluate(() => {
      const edge = document.documentElement.clientWidth;
      return [...document.querySelectorAll(".bench *")]
        .filter((element) => element.getBoundingClientRect().right > edge)
        .map((element) => `${element.localName}.${element.className}`);
    });
    expect(tooWide).toEqual([]);
    const scroll = await page.evaluate(() => document.scrollingElement?.scrollWidth);
    expect(scroll).toBe(390);
    if (wide) await page.setViewportSize(wide);
    await expectNoViolations(page, BENCH);
  });
}

test("axe_finds_nothing_in_any_theme_without_a_playground", async ({ page, playground }) => {
  await page.route("**/about.json", (route) => route.abort());
  await page.goto(`${playground.url}/echo.html`);
  await new EchoBench(page).hasStatus("absent");
  await expectNoViolations(page, BENCH);
});

test("axe_finds_nothing_in_recordings_in_any_theme", async ({ page, playground }) => {
  await page.goto(`${playground.url}/print.html`);
  await expectNoViolations(page, BENCH);
});

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
