import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("answers_in_time_missing_and_late_are_told_apart", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-acks.html`);
  const row = table.row("acks");
  await row.run("Ask Bo");
  const cells = (/** @type {string} */ line) =>
    row.inside.locator("tr", { has: page.getByRole("rowheader", { name: line }) }).locator("td");
  await expect(cells("Bo answers too late")).toHaveText([
    /^no answer in time; the message came .* later, for nobody$/,
    /^operation has timed out; the packet came .* later, for nobody$/,
  ]);
  await expect(cells("Bo never answers")).toHaveText([
    /^no answer in time, after [\d.]+ (ms|s)$/,
    /^the server says: 1 answer missing, after [\d.]+ (ms|s)$/,
  ]);
  // On Ada's line: joined, six times answered, missing, and the late one that nobody was told of.
  const ada = await table.seen("Ada, Socket.IO");
  const acks = ada.got("socket_io").filter((summary) => /^ACK/.test(summary));
  expect(acks).toHaveLength(9);
  expect(
    (await table.seen("Bo, Socket.IO")).sent("socket_io").filter((s) => /^ACK/.test(s)),
  ).toHaveLength(7);
});

test("the_bytes_of_a_receipt_are_those_of_its_frames", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-acks.html`);
  const row = table.row("acks");
  await row.run("Ask Bo");
  // Two bytes of head and four of mask up, two of head down.
  const [asked, answered] = ['420["message-with-ack","hi"]', '430["hi"]'].map(
    (text) => text.replace(/^(4.)/, "$1/echo,").length,
  );
  const sent = '{"number":1,"question":"hi"}'.length;
  await expect(row.socketIo).toContainText(
    `${(asked ?? 0) + 6} bytes up, ${(answered ?? 0) + 2} down`,
  );
  await expect(row.websocket).toContainText(`${sent + 6} bytes up, ${sent + 2} down`);
});

test("the_lines_that_are_shown_are_those_that_run", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-acks.html`);
  const row = table.row("acks");
  await row.open();
  const source = readFileSync(new URL("../src/table/acks/asker.js", import.meta.url), "utf8");
  const summary = row.inside.locator("summary");
  const lines = Number(/\d+/.exec((await summary.textContent()) ?? "")?.[0]);
  await summary.click();
  const shown = ((await row.inside.locator("pre").textContent()) ?? "").split("\n");
  expect(shown).toHaveLength(lines);
  for (const line of shown) expect(source.split("\n")).toContain(line);
});
