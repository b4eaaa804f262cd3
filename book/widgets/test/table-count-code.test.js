import assert from "node:assert/strict";
import { test } from "node:test";
import { countCode, part } from "../src/table/count-code.js";

test("blank_lines_and_comments_alone_are_not_counted", () => {
  const source = [
    "// says what it is",
    "",
    "const a = 1; // counted: there is code before it",
    "/* one line */",
    "/**",
    " * several",
    " */",
    "  \t",
    'const b = "// no comment";',
    "<!-- HTML",
    "     too -->",
    "<p>ü</p>",
    "// ANCHOR: name",
  ].join("\n");
  const counted = [
    "const a = 1; // counted: there is code before it",
    'const b = "// no comment";',
    "<p>ü</p>",
  ];
  const bytes = counted.reduce((sum, line) => sum + Buffer.byteLength(`${line}\n`), 0);
  assert.deepEqual(countCode(source), { lines: 3, bytes });
  assert.deepEqual(countCode(""), { lines: 0, bytes: 0 });
});

test("a_part_ends_where_its_indentation_returns", () => {
  const source = "on(() => {\n  send(() => {\n    x();\n\n  });\n});\n";
  assert.equal(part(source, "send("), "send(() => {\n  x();\n\n});");
  assert.throws(() => part(source, "none"), /no part that begins with "none"/);
});
