// One unit of the wire looks the same in the book (Rust) and in the live view (JavaScript): both draw the units of
// playground/wire/fixtures, and the preprocessor's own test keeps its drawings in book/preprocessor/tests/units.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "./fixtures.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const fixtures = `${root}playground/wire/fixtures`;
const drawings = `${root}book/preprocessor/tests/units`;

/** `unitView`, as a script that hands it to the page as `view.unitView`. */
async function script() {
  const { outputFiles } = await build({
    entryPoints: [`${root}book/widgets/src/wire/unit-view.js`],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "view",
  });
  return outputFiles[0]?.text ?? "";
}

for (const file of readdirSync(fixtures)) {
  const name = file.replace(".json", "");
  test(`units_of_${name}_look_as_in_the_book`, async ({ page }) => {
    const { units } = JSON.parse(readFileSync(`${fixtures}/${file}`, "utf8"));
    const lines = readFileSync(`${drawings}/${name}.html`, "utf8").trimEnd().split("\n");
    expect(units).toHaveLength(lines.length);
    await page.addScriptTag({ content: await script() });
    const different = await page.evaluate(
      ({ units, lines }) => {
        const text = (/** @type {Node} */ node) => new XMLSerializer().serializeToString(node);
        const { unitView } = /** @type {any} */ (window).view;
        return units.flatMap((/** @type {any} */ unit, /** @type {number} */ index) => {
          const live = unitView(unit, index % 2 === 0 ? { idPrefix: `unit-${index}` } : {});
          live.normalize();
          const page = new DOMParser().parseFromString(lines[index] ?? "", "text/html");
          const book = page.body.firstElementChild ?? page.body;
          return live.isEqualNode(book) ? [] : [{ index, live: text(live), book: text(book) }];
        });
      },
      { units, lines },
    );
    expect(different).toEqual([]);
  });
}

test("a_unit_that_comes_later_is_lit_too", async ({ page, playground }) => {
  const { units } = JSON.parse(readFileSync(`${fixtures}/echo.json`, "utf8"));
  await page.route("**/about.json", (route) => route.abort());
  await page.goto(`${playground.url}/bytes.html`);
  await page.addScriptTag({ content: await script() });
  await page.evaluate((unit) => {
    const { unitView } = /** @type {any} */ (window).view;
    const bench = document.createElement("div");
    // A bench keeps arrow keys to itself.
    bench.addEventListener("keydown", (event) => event.stopPropagation());
    bench.append(unitView(unit, { redacted: ["Cookie", "Authorization"] }));
    document.querySelector("main")?.replaceChildren(bench);
  }, units[2]);
  await page.getByRole("row", { name: "Masking-key" }).hover();
  await expect(page.locator(".bytes-group.lit")).toHaveText("37 fa 21 3d");
  await page.locator("h1, .unit-head").first().hover();
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("row", { name: "RSV1" })).toBeFocused();
  await expect(page.locator(".unit-redacted")).toHaveText(
    "The values of Cookie, Authorization are secret: they became * before they left the server.",
  );
});
