import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, median, ms } from "../src/table/figures.js";
import { toMarkdown } from "../src/table/markdown.js";
import { readSizes } from "../src/table/sizes.js";

test("the_median_is_the_middle_one_or_between_the_two", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([10, 1, 2, 4]), 3);
  assert.equal(median([7]), 7);
});

test("figures_have_units_and_no_more_digits_than_they_mean", () => {
  assert.equal(ms(0.449), "0.4 ms");
  assert.equal(ms(99.96), "100.0 ms");
  assert.equal(ms(1234.5), "1,235 ms");
  assert.equal(bytes(1), "1 byte");
  assert.equal(bytes(14822), "14,822 bytes");
});

test("a_markdown_cell_holds_no_bar_and_no_line_break", () => {
  assert.equal(
    toMarkdown(["A", "B"], [["x|y", "two\nlines"]]),
    "| A | B |\n| --- | --- |\n| x\\|y | two lines |",
  );
});

test("sizes_are_read_or_the_reason_is_said", () => {
  assert.deepEqual(readSizes(" 5, 100 10000"), [5, 100, 10000]);
  assert.match(String(readSizes("")), /^Expected 1 to 5 numbers/);
  assert.match(String(readSizes("1,2,3,4,5,6")), /^Expected 1 to 5 numbers/);
  for (const wrong of ["0", "10001", "1.5", "-1", "five", "1e3"]) {
    assert.equal(readSizes(`5 ${wrong}`), `“${wrong}” is no whole number from 1 to 10,000.`);
  }
});
