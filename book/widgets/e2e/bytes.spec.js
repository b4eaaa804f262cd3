// The bytes that stand in the book: bytes.js and bytes.css on what the preprocessor draws, without any playground.
import { expectNoViolations } from "./axe.js";
import { expect, setTheme, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

const FRAME = "#hello-frame-1";

/** @param {Page} page @param {string} url */
async function open(page, url) {
  await page.route("**/about.json", (route) => route.abort());
  await page.goto(url);
}

/** What is lit, as text without spaces. @param {Page} page */
function lit(page) {
  return page
    .locator(".lit")
    .evaluateAll((found) => found.map((element) => element.textContent?.replaceAll(/\s/g, "")));
}

test("pointing_at_a_row_lights_its_bytes_and_the_mask", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  const unit = page.locator(".unit").first();
  await unit.getByRole("row", { name: "Masking-key" }).hover();
  const [bytes, key, row] = await lit(page);
  expect(bytes).toBe("37fa213d");
  expect(key).toBe("XORkey37fa213d37");
  expect(row).toMatch(/^2–5Masking-key/);
  expect(await page.locator(".lit").count()).toBe(3);
});

test("pointing_at_bytes_or_bits_lights_their_rows", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  const unit = page.locator(".unit").first();
  await unit.locator(".unit-bytes span[data-text]").first().hover();
  const names = unit.locator("tr.lit th");
  await expect(names).toHaveText(["FIN", "RSV1", "RSV2", "RSV3", "opcode"]);
  await unit.locator(".bits-field", { hasText: "opcode" }).hover();
  await expect(names).toHaveText(["opcode"]);
  await expect(unit.locator(".bytes-group.lit")).toHaveText("81");
  await unit.locator(".unit-head").hover();
  await expect(page.locator(".lit")).toHaveCount(0);
});

test("a_unit_inside_a_unit_is_lit_alone", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html#hello-message-1-message`);
  await expect(page.locator("#hello-message-1-message")).toBeFocused();
  expect((await lit(page))[0]).toBe("48656c6c6f");
  // The frame around it has a first field, too.
  await page.locator(`${FRAME}-fin`).focus();
  await expect(page.locator(`${FRAME}-fin`)).toHaveClass(/lit/);
  await expect(page.locator("#hello-message-1-message")).not.toHaveClass(/lit/);
});

test("a_table_is_one_stop_for_the_keyboard", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html#hello-frame-1-fin`);
  await expect(page.locator(`${FRAME}-fin`)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(`${FRAME}-rsv1`)).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.locator(`${FRAME}-payload-data`)).toBeFocused();
  await expect(page.locator(`${FRAME} .bytes-group.lit`)).toHaveText("7f 9f 4d 51 58");
  await page.keyboard.press("ArrowUp");
  const row = page.locator(`${FRAME}-masking-key`);
  await expect(row).toBeFocused();
  for (const link of await row.getByRole("link").all()) {
    await page.keyboard.press("Tab");
    await expect(link).toBeFocused();
    await expect(row).toHaveClass(/lit/);
  }
  await page.keyboard.press("Tab");
  await expect(page.locator("#hello-message-1 summary")).toBeFocused();
});

test("a_link_to_a_field_opens_what_is_around_it", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  await expect(page.locator(`${FRAME}-masking-key`)).toBeHidden();
  await page.evaluate(() => (location.hash = "hello-frame-1-masking-key"));
  await expect(page.locator(`${FRAME}-masking-key`)).toBeInViewport();
  await expect(page.locator(`${FRAME}-masking-key`)).toHaveClass(/lit/);
  await page.evaluate(() => (location.hash = "hello-frame-2"));
  await expect(page.locator("#hello-frame-2-fin")).toBeVisible();
});

test("all_units_open_and_close_at_once", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  const closed = page.locator(".conversation details:not([open])");
  await expect(closed).toHaveCount(5);
  await page.getByRole("button", { name: "Open all" }).click();
  await expect(closed).toHaveCount(0);
  await page.locator(`${FRAME} summary`).first().click();
  await page.getByRole("button", { name: "Open all" }).click();
  await page.getByRole("button", { name: "Close all" }).click();
  await expect(closed).toHaveCount(6);
});

test("a_conversation_can_be_read_without_javascript", async ({ browser, playground }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${playground.url}/bytes.html`);
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.locator(`${FRAME} summary`).first().click();
  await expect(page.locator(`${FRAME}-masking-key`)).toBeVisible();
  await context.close();
});

test("on_paper_everything_is_open_and_nothing_can_be_pressed", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  await page.emulateMedia({ media: "print" });
  for (const table of await page.locator(".unit-fields").all()) {
    expect((await table.boundingBox())?.height).toBeGreaterThan(10);
  }
  await expect(page.getByRole("button")).toHaveCount(0);
});

test("the_conversation_downloads_as_pcap", async ({ page, playground }) => {
  await open(page, `${playground.url}/bytes.html`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("hello.pcap");
});

test("axe_finds_nothing_in_any_theme_in_an_open_unit", async ({ page, playground }) => {
  // One open frame stands for all: axe looks at each byte.
  await open(page, `${playground.url}/bytes.html${FRAME}-masking-key`);
  await page.locator("#hello-request-1 summary").click();
  await page.locator(`${FRAME}-masking-key`).hover();
  await expectNoViolations(page, { scope: ["main"], setTheme });
});

test("open_units_fit_a_phone", async ({ page, playground }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, `${playground.url}/bytes.html`);
  await page.getByRole("button", { name: "Open all" }).click();
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll(".unit *")]
      .filter((element) => element.getBoundingClientRect().right > 390)
      .map((element) => `${element.localName}.${element.className}`),
  );
  expect(wide).toEqual([]);
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBe(390);
});
