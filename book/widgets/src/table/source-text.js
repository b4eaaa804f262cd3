/** What is shown of a source, and counted: no comments, no empty lines. */

/** @param {string} source of a module whose comments stand on lines of their own */
export function codeLines(source) {
  return source
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.trim().startsWith("//"));
}
