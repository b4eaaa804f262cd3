import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

/** The source's table: word for word in the book's copy of it, and here. */
const SOURCE = [
  ["Real-time messaging", "✅", "✅"],
  ["Auto reconnection", "❌", "✅"],
  ["Broadcasting", "❌", "✅"],
  ["Rooms & namespaces", "❌", "✅"],
  ["Fallback (polling)", "❌", "✅"],
  ["Easy to use", "😅", "😄"],
];

test("the_sources_rows_stand_word_for_word_and_the_others_under_their_heading", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  await expect(table.row("messaging").root).toBeVisible();
  const { rows } = (await table.result()).table ?? { rows: [] };
  expect(rows.slice(0, SOURCE.length).map((row) => row.slice(0, 3))).toEqual(SOURCE);
  const leftOut = rows.slice(SOURCE.length);
  expect(leftOut.length).toBeGreaterThan(0);
  for (const row of leftOut) expect(row.slice(1, 3)).toEqual(["–", "–"]);
  // On the page the heading is between them.
  const heading = table.root.getByRole("rowheader", { name: "Rows that the source leaves out" });
  const after = await heading.evaluate((heading) =>
    heading.closest("tbody")?.previousElementSibling?.getAttribute("data-row"),
  );
  expect(after).toBe("easy");
});

test("the_keyboard_opens_runs_and_folds_a_row", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  const row = table.row("messaging");
  await row.disclosure.focus();
  await page.keyboard.press("Enter");
  await expect(row.disclosure).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Tab");
  await expect(row.button("Send one message")).toBeFocused();
  await page.keyboard.press("Space");
  await row.hasStatus("done", 60_000);
  // It can be pressed again at once: the focus is still there.
  await expect(row.button("Send one message")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  await expect(row.inside).toBeHidden();
  await expect(row.websocket).toHaveText(/bytes$/);
});

test("folding_a_row_ends_its_run_and_its_connections", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  const row = table.row("reconnection");
  await row.open();
  await row.button("Cut both").click();
  await row.hasStatus("running");
  await expect(row.button("Cut both")).toBeDisabled();
  await row.disclosure.click();
  await row.hasStatus("idle");
  await table.hasStatus("idle");
  await expect(row.websocket).toHaveText("not yet measured");
  // Both sides' exchanges have come to their end.
  const open = () =>
    table.root.evaluate((element) => {
      const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element)
        .wire;
      const events = session.since(0);
      const all = new Set(events.map(({ token, exchange }) => `${token} ${exchange}`));
      return all.size - events.filter(({ type }) => type === "ended").length;
    });
  await expect.poll(open).toBe(0);
});

test("run_all_measures_row_after_row_and_stops_when_told", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  await table.button("Run all rows").click();
  await table.row("messaging").hasStatus("done", 60_000);
  await table.row("reconnection").hasStatus("running");
  await expect(table.row("reconnection").inside).toBeHidden();
  await table.button("Stop").click();
  await table.hasStatus("closed");
  await expect(table.button("Run all rows")).toBeVisible();
  await expect(table.row("broadcasting").websocket).toHaveText("not yet measured");
});

test("run_all_that_is_pressed_before_the_rows_have_come_runs_them", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  let press = () => {};
  const pressed = new Promise((resolve) => (press = () => resolve(null)));
  await page.route("**/assets/**", async (route) => {
    if (route.request().url().includes("messaging")) await pressed;
    await route.continue();
  });
  await table.open(`${playground.url}/table.html`);
  await table.button("Run all rows").click();
  await expect(table.button("Stop")).toBeVisible();
  press();
  await table.row("messaging").hasStatus("running");
  await table.button("Stop").click();
  await table.hasStatus("idle");
});

test("a_row_that_fails_says_so_in_its_cells_and_why_inside", async ({ page, playground }) => {
  await page.route("**/socket.io/*.js*", (route) => route.abort());
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  const row = table.row("messaging");
  await row.open();
  await row.button("Send one message").click();
  await row.hasStatus("failed");
  await expect(row.websocket).toHaveText("failed: open the row");
  await expect(row.problem).toContainText("did not give the Socket.IO client");
  await page.unroute("**/socket.io/*.js*");
  await row.run("Send one message");
  await expect(row.socketIo).toHaveText(/bytes$/);
});

/** Runs the row that takes least. @param {TableBench} table @param {string} url */
async function measureOne(table, url) {
  await table.open(`${url}/table.html`);
  await table.row("download").run("Download the client");
  await expect(table.own).toContainText("1 of");
}

test("my_own_table_is_copied_with_who_measured_it", async ({ page, playground, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const table = new TableBench(page);
  await measureOne(table, playground.url);
  const measured = await table.row("download").socketIo.textContent();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  await table.button("Copy as Markdown").click();
  await expect(table.own).toContainText("Copied.");
  const lines = (await clipboard()).split("\n");
  expect(lines[1]).toBe("| --- | --- | --- | --- | --- |");
  expect(lines).toContain(`| Size of the client | – | – | 0 bytes | ${measured} |`);
  expect(lines).toContain("| Auto reconnection | ❌ | ✅ | not yet measured | not yet measured |");
  expect(lines.at(-2)).toMatch(
    /^1 of \d+ rows measured with Chromium \d+ against playground \d+\.\d+\.\d+, last on .+ at \d\d:\d\d\.$/,
  );

  await table.button("Copy for a spreadsheet").click();
  await expect.poll(clipboard).toContain(`Size of the client\t–\t–\t0 bytes\t${measured}`);
});

test("without_a_clipboard_the_table_is_copied_all_the_same", async ({
  page,
  playground,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const table = new TableBench(page);
  await measureOne(table, playground.url);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not here"));
  });
  await table.button("Copy as Markdown").click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain("| Size of the client | – | – | 0 bytes |");
});

test("print_shows_this_table_alone", async ({ page, playground }) => {
  const table = new TableBench(page);
  await measureOne(table, playground.url);
  await page.evaluate(() => {
    window.print = () => {};
  });
  await table.button("Print").click();
  await page.emulateMedia({ media: "print" });
  const sheet = page.locator(".table-sheet");
  await expect(sheet.getByRole("row")).toHaveCount(
    1 + ((await table.result()).table?.rows.length ?? 0),
  );
  await expect(sheet).toContainText("Size of the client");
  await expect(table.root).toBeHidden();
  await expect(page.locator("h1", { hasText: "table" }).first()).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(sheet).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await expect(table.root).toBeVisible();
});

test("a_single_row_is_open_and_its_primary_button_runs_it", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-download.html`);
  const row = table.row("download");
  await expect(row.inside).toBeVisible();
  await table.button("Run").click();
  await table.hasStatus("closed");
  await expect(row.socketIo).toHaveText(/unpacked/);
  await expect(table.own).toHaveCount(0);
});

test("one_row_runs_at_a_time_so_any_number_can_run_one_after_another", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table.html`);
  await table.row("reconnection").open();
  await table.row("reconnection").button("Cut both").click();
  await table.row("reconnection").hasStatus("running");
  // Six connections, seven, and three: more than a page may watch at one time.
  await table.row("broadcasting").run("Say it to all");
  await table.row("reconnection").hasStatus("idle");
  await table.row("bytes").run("Measure");
  await table.row("messaging").run("Send one message");
  await expect(table.wire.problem).toBeEmpty();
  await expect(table.row("broadcasting").websocket).toHaveText(/^3 of 3 heard it/);
});
