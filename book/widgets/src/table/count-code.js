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

/** Lines with code, as `RULE` says it. @param {string} source */
export function codeLines(source) {
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
 * A part of a listing: from the line that begins with some words to the one that closes it, which has the same
 * indentation. Without that indentation.
 *
 * @param {string} source @param {string} begin
 */
export function part(source, begin) {
  const lines = source.split("\n");
  const from = lines.findIndex((line) => line.trim().startsWith(begin));
  const indent = lines[from]?.search(/\S/) ?? 0;
  const to = lines.findIndex((line, at) => at > from && line.search(/\S/) === indent);
  if (from < 0 || to < 0) throw new Error(`The listing has no part that begins with "${begin}".`);
  return lines
    .slice(from, to + 1)
    .map((line) => line.slice(indent))
    .join("\n");
}
