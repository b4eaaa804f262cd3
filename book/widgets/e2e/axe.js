// What axe finds on a page, in each of mdBook's themes.
import { AxeBuilder } from "@axe-core/playwright";
import { THEMES, expect } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** On the one element of each style that the other themes are asked about. */
const SAMPLE = "data-contrast-sample";

/**
 * Every rule in the first theme. A theme changes colors alone, so in the others only contrast is measured, and there only
 * once for each style of text: contrast is what axe takes its time for.
 *
 * @param {Page} page
 * @param {{ scope: string[], setTheme: (page: Page, theme: string) => Promise<void>, except?: string }} what
 */
export async function expectNoViolations(page, { scope, setTheme, except }) {
  for (const theme of THEMES) {
    await setTheme(page, theme);
    // Messages slide in; axe must not measure them half way.
    await page.evaluate(() =>
      Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
    );
    // Without a second page for the results of frames: the pages have none.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (except) axe.exclude(except);
    if (theme === THEMES[0]) {
      scope.forEach((selector) => axe.include(selector));
    } else if (await page.evaluate(markSamples, { scope: scope.join(), attribute: SAMPLE })) {
      axe.include(`[${SAMPLE}]`).withRules("color-contrast");
    } else continue;
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${theme}: ${id}: ${node.target} ${node.failureSummary}`),
    );
    expect(found).toEqual([]);
  }
}

/**
 * Runs in the page: marks one element of each style of text, and says how many styles there are.
 *
 * @param {{ scope: string, attribute: string }} where
 */
function markSamples({ scope, attribute }) {
  document.querySelectorAll(`[${attribute}]`).forEach((one) => one.removeAttribute(attribute));
  /** @param {Element} element */
  const hasText = (element) =>
    element.matches("input, select, textarea") ||
    [...element.childNodes].some((node) => node instanceof Text && node.data.trim());
  /** What contrast depends on: color, size, and what lies behind. @param {Element} element */
  const styleOf = (element) => {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const behind = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(at);
      behind.push(backgroundColor, backgroundImage, opacity);
    }
    const seen = behind.filter((one) => !["rgba(0, 0, 0, 0)", "none", "1"].includes(one));
    return [color, fontSize, fontWeight, ...seen].join("|");
  };
  const styles = new Set();
  for (const root of document.querySelectorAll(scope)) {
    for (const element of root.querySelectorAll("*")) {
      if (!element.getClientRects().length || !hasText(element)) continue;
      const style = styleOf(element);
      if (styles.has(style)) continue;
      styles.add(style);
      element.setAttribute(attribute, "");
    }
  }
  return styles.size;
}
