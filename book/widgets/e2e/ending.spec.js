import { expect, test } from "./fixtures.js";
import { EndingBench } from "./pages/ending.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The same in all six rows. @param {string | RegExp} words */
const six = (words) => Array.from({ length: 6 }, () => words);

/** @param {Page} page @param {string} url */
async function underLoad(page, url) {
  const bench = new EndingBench(page);
  await bench.open(`${url}/ending.html`);
  await bench.connect();
  await expect.poll(async () => Math.min(...(await bench.newest()))).toBeGreaterThan(2);
  return bench;
}

/** All six are back, and have each number once, also those from the time without a line. @param {EndingBench} bench */
async function expectNothingLost(bench) {
  await expect(bench.column("Then")).toHaveText(six(/^Back at try \d+, after [\d.]+ m?s$/));
  await expect(bench.column("State")).toHaveText(six("1 OPEN"));
  await bench.hasStatus("open");
  const [before] = await bench.newest();
  await expect
    .poll(async () => Math.min(...(await bench.newest())))
    .toBeGreaterThan((before ?? 0) + 3);
  await expect(bench.column("Numbers")).toHaveText(six(/^1 to \d+: 0 lost, 0 twice$/));
}

test("after_1000_all_stay_closed", async ({ page, playground }) => {
  const bench = await underLoad(page, playground.url);
  await bench.end("Close 1000");
  await bench.hasStatus("closed");
  await expect(bench.column("Ended with")).toHaveText(six("1000 normal closure; wasClean true"));
  await expect(bench.column("Then")).toHaveText(six("Stays closed"));
  await expect(bench.primary).toHaveText("Connect");
  await bench.end("Close 1001");
  await expect(bench.problem).toContainText("Only what is open and watched can be ended");
});

for (const [button, ended] of /** @type {const} */ ([
  ["Close 1001", "1001 going away; wasClean true"],
  ["Close 1012", "1012 service restart; wasClean true"],
  ["Cut (1006)", "1006 the connection was lost without a close frame; wasClean false"],
])) {
  test(`after_${ended.slice(0, 4)}_all_come_back_and_lose_nothing`, async ({
    page,
    playground,
  }) => {
    const bench = await underLoad(page, playground.url);
    await bench.end(button);
    await expect(bench.column("Ended with")).toHaveText(six(ended));
    await expectNothingLost(bench);
  });
}

test("after_1013_all_come_back_later_each_at_its_own_time", async ({ page, playground }) => {
  // Ten seconds and more: the page's clock is wound on.
  await page.clock.install();
  const bench = await underLoad(page, playground.url);
  await bench.end("Close 1013");
  await expect(bench.column("Ended with")).toHaveText(six("1013 try again later; wasClean true"));
  await expect(bench.column("Then")).toHaveText(six(/^waits 1[01]\.\d s$/));
  const waits = await bench.column("Then").allTextContents();
  expect(new Set(waits).size).toBeGreaterThan(1);
  await page.clock.fastForward(11_500);
  await expectNothingLost(bench);
});

test("a_restart_under_load_loses_nothing", async ({ page, playground }) => {
  const bench = await underLoad(page, playground.url);
  await bench.input("It is away for, s").fill("1");
  await bench.end("Restart the server");
  await expect(bench.column("Ended with")).toHaveText(six("1012 service restart; wasClean true"));
  await expectNothingLost(bench);
});
