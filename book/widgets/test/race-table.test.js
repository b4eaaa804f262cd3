import assert from "node:assert/strict";
import { test } from "node:test";
import { LaneRecord } from "../src/race/lane-record.js";
import { resultTable, toCsv, toTsv } from "../src/race/table.js";

test("the_result_has_a_column_a_lane_and_a_row_a_measure", () => {
  const record = new LaneRecord("WebSocket", 2);
  record.requests = 1;
  record.bytes = 120;
  record.add({ seq: 1, at_ms: 0, payload: "" }, 0);
  record.add({ seq: 2, at_ms: 0, payload: "" }, 2.25);
  const empty = new LaneRecord("Short polling", 2);
  const wire = { up: 500, down: 301, problem: "" };
  assert.deepEqual(resultTable([empty.summary(0), record.summary(0, wire)]), {
    head: ["Per lane", "Short polling", "WebSocket"],
    rows: [
      ["Requests made", "0", "1"],
      ["Updates received", "0", "2"],
      ["Median late (ms)", "–", "1.1"],
      ["Max late (ms)", "–", "2.3"],
      ["Payload (bytes)", "0", "120"],
      ["Bytes up, with headers", "–", "500"],
      ["Bytes down, with headers", "–", "301"],
      ["Bytes per update", "–", "400.5"],
      ["Missing", "0", "0"],
      ["Doubled", "0", "0"],
    ],
  });
});

test("what_the_tap_has_not_seen_to_its_end_is_no_number", () => {
  const record = new LaneRecord("lane", 1);
  const texts = (/** @type {string} */ problem) =>
    resultTable([record.summary(0, { up: 500, down: 301, problem })])
      .rows.filter(([label]) => label?.startsWith("Bytes"))
      .map(([, text]) => text);
  assert.deepEqual(texts("As many requests as it may."), Array(3).fill("incomplete"));
  assert.deepEqual(texts(""), ["500", "301", "–"]);
});

test("csv_quotes_what_needs_quotes", () => {
  const rows = [
    ["a,b", 'say "hi"', "two\nlines"],
    ["plain", "", "1.5"],
  ];
  assert.equal(toCsv(rows), '"a,b","say ""hi""","two\nlines"\r\nplain,,1.5\r\n');
});

test("tsv_has_one_line_a_row", () => {
  assert.equal(
    toTsv([
      ["a\tb", "c"],
      ["d\r\ne", "f"],
    ]),
    "a b\tc\nd e\tf",
  );
});
