/**
 * A table as Markdown writes it. A line break or a bar inside a cell would end the cell.
 *
 * @param {string[]} head @param {string[][]} rows
 */
export function toMarkdown(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {string} text */
function cell(text) {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\|]/g, "\\$&");
}
