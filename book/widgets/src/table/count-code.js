/** How code is counted, in words for the reader. */
export const RULE =
  "Counted are lines with code: not blank ones, not comments alone on their line. Their bytes are UTF-8, " +
  "with the indentation, and with the line's end.";

/** @typedef {{ lines: number, bytes: number }} Size */

/**
 * Lines with code, as `RULE` says it, of JavaScript and of HTML with JavaScript inside.
 *
 * @param {string} source
 * @returns {Size}
 */
export function countCode(source) {
  const lines = codeLines(source);
  const size = new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")).length;
  return { lines: lines.length, bytes: size };
}

/** @param {string} source */
function codeLines(source) {
  /** Inside a comment of several lines: what ends it. */
  let end = "";
  return source.split("\n").filter((line) => {
    const text = line.trim();
    if (end) {
      if (text.includes(end)) end = "";
      return false;
    }
    for (const [from, to] of COMMENTS) {
      if (!text.startsWith(from)) continue;
      if (!text.includes(to, from.length)) end = to;
      return false;
    }
    return text !== "" && !text.startsWith("//");
  });
}

const COMMENTS = /** @type {const} */ ([
  ["/*", "*/"],
  ["<!--", "-->"],
]);

/**
 * The lines between `ANCHOR: name` and `ANCHOR_END: name`, without their common indentation, as mdBook
 * includes them.
 *
 * @param {string} source @param {string} name
 */
export function anchored(source, name) {
  const lines = source.split("\n");
  const at = (/** @type {string} */ mark) =>
    lines.findIndex((line) => line.trim().endsWith(`${mark}: ${name}`));
  const [from, to] = [at("ANCHOR"), at("ANCHOR_END")];
  if (from < 0 || to < from) throw new Error(`The listing has no part that is called "${name}".`);
  const part = lines.slice(from + 1, to);
  const indents = part.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const indent = Math.min(...indents);
  return part.map((line) => line.slice(indent)).join("\n");
}
