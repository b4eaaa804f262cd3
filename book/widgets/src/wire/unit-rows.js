/**
 * What the table and the bytes of a unit say, as text. No DOM. `book/preprocessor/src/dump/rows.rs` says the same in
 * Rust; a test compares what both draw.
 *
 * @import { Field, Unit } from "./tap.js"
 *
 * A line of the table of fields. `index` counts them; it is what joins bytes, bits and rows.
 * @typedef {{ index: number, depth: number, name: string, value: string, where: string,
 *   note: string, section: string, span: [number, number], bits?: [number, number],
 *   parts: [number, number][], children: Row[] }} Row `parts`: a field line's name and value
 *
 * Bytes that belong to the same rows, and the groups inside.
 * @typedef {{ rows: number[], span: [number, number], children: Group[] }} Group
 */

/** Characters of a value that are shown. The bytes show the rest. */
const SHOWN_CHARACTERS = 200;
/** The same for a value in hexadecimal digits. */
const SHOWN_BYTES = 24;

/** What could end a line, hide, or turn the direction of text round it. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const ESCAPES = new Map([
  ["\r", "\\r"],
  ["\n", "\\n"],
  ["\t", "\\t"],
]);

/** @param {string} hex @returns {number[]} */
export function bytesOf(hex) {
  return Array.from({ length: hex.length / 2 }, (_, i) =>
    parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** @param {number} byte */
export function hexOf(byte) {
  return byte.toString(16).padStart(2, "0");
}

/** A byte as the character that it is in ASCII. @param {number} byte */
export function glyph(byte) {
  if (byte === 0x20) return "␣";
  const character = String.fromCharCode(byte);
  if (byte > 0x20 && byte < 0x7f) return character;
  return ESCAPES.get(character) ?? "·";
}

/** @param {string} text */
export function printable(text) {
  return text.replace(
    UNPRINTABLE,
    (character) => ESCAPES.get(character) ?? `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
}

/** @param {number} count */
export function bytesWord(count) {
  return count === 1 ? "1 byte" : `${count} bytes`;
}

/** @param {Unit} unit @param {number[]} bytes @returns {Row[]} the rows at the top, with those inside */
export function rowsOf(unit, bytes) {
  let index = 0;
  /** @param {Field[]} fields @param {number} depth @returns {Row[]} */
  const rows = (fields, depth) =>
    fields.map((field) => {
      const [name, value] = field.children ?? [];
      // A field line is one row: what it is called, and what it says.
      const line = name && value && /^field.name$/.test(name.name) && value;
      const { span, bits, note = "", section = "" } = field;
      const row = {
        index: index++,
        depth,
        name: (line && name && valueText(name, bytes)) || field.name,
        value: valueText(line || field, bytes),
        where: whereText(field),
        note,
        section,
        span,
        bits,
        parts: line ? [name.span, value.span] : [],
      };
      const children = line ? line.children : field.children;
      return { ...row, children: rows(children ?? [], depth + 1) };
    });
  return rows(unit.fields, 0);
}

/** @param {Row[]} rows @returns {Row[]} each with those inside it after it */
export function flat(rows) {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}

/** The digits of a bit field. @param {Row | Field} row @param {number[]} bytes */
export function digitsOf({ span, bits = [0, 8] }, bytes) {
  const [first, count] = bits;
  const byte = bytes[span[0]] ?? 0;
  return byte
    .toString(2)
    .padStart(8, "0")
    .slice(first, first + count);
}

/** @param {Field} field @param {number[]} bytes */
function valueText(field, bytes) {
  const { value, span } = field;
  const digits = field.bits && digitsOf(field, bytes);
  if (typeof value === "boolean") return digits ?? String(Number(value));
  if (digits) return `${digits} = ${value}`;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return cutText(value, span[1] - span[0]);
  return cutBytes(value ? bytesOf(value.hex) : bytes.slice(...span));
}

/** @param {string} text @param {number} size */
function cutText(text, size) {
  if (text === "") return "(empty)";
  // A character takes one or two units of a JavaScript string.
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS + 2)];
  if (characters.length <= SHOWN_CHARACTERS) return printable(text);
  const shown = characters.slice(0, SHOWN_CHARACTERS).join("");
  return `${printable(shown)}… (${bytesWord(size)})`;
}

/** @param {number[]} bytes */
function cutBytes(bytes) {
  if (bytes.length === 0) return "(empty)";
  const shown = bytes.slice(0, SHOWN_BYTES).map(hexOf).join(" ");
  return bytes.length <= SHOWN_BYTES ? shown : `${shown} … (${bytesWord(bytes.length)})`;
}

/** @param {Field} field */
function whereText({ span: [start, end], bits }) {
  if (bits) {
    const [first, count] = bits;
    return count === 1 ? `${start}, bit ${first}` : `${start}, bits ${first}–${first + count - 1}`;
  }
  if (start === end) return "none";
  return end - start === 1 ? String(start) : `${start}–${end - 1}`;
}

/** @param {Row[]} rows @returns {Group[]} */
export function groupsOf(rows) {
  /** @type {Group[]} */
  const groups = [];
  for (const { index, span, parts, children } of rows) {
    let inside = groupsOf(children);
    if (parts.length > 0) inside = parts.map((part) => group(index, part, inside));
    const found = group(index, span, inside);
    const last = groups.at(-1);
    if (last && isSame(last.span, span)) {
      last.rows.push(...found.rows);
      last.children.push(...found.children);
    } else if (span[0] < span[1] && span[0] >= (last?.span[1] ?? 0)) {
      groups.push(found);
    }
  }
  return groups;
}

/**
 * What is computed from all bytes of a field belongs to the field's own group.
 *
 * @param {number} index @param {[number, number]} span @param {Group[]} groups @returns {Group}
 */
function group(index, span, groups) {
  const inside = groups.filter((it) => it.span[0] >= span[0] && it.span[1] <= span[1]);
  const same = inside.filter((it) => isSame(it.span, span));
  return {
    rows: [index, ...same.flatMap(({ rows }) => rows)],
    span,
    children: [
      ...same.flatMap(({ children }) => children),
      ...inside.filter((it) => !same.includes(it)),
    ],
  };
}

/** @param {[number, number]} a @param {[number, number]} b */
function isSame(a, b) {
  return a[0] === b[0] && a[1] === b[1];
}

/** A part of an id. @param {string} name */
export function slug(name) {
  const words = name.match(/[a-zA-Z0-9]+/g);
  return words ? words.join("-").toLowerCase() : "field";
}

/** Where a section can be read; "" if it is no section of a standard. @param {string} section */
export function sectionAddress(section) {
  const rfc = /^RFC (\d+) section ([\d.]+)$/.exec(section);
  if (rfc) return `https://www.rfc-editor.org/rfc/rfc${rfc[1]}#section-${rfc[2]}`;
  const protocol = /^(Engine|Socket)\.IO protocol \d, (.+)$/.exec(section);
  if (protocol) {
    const page = `https://socket.io/docs/v4/${slug(protocol[1] ?? "")}-io-protocol/`;
    return `${page}#${slug(protocol[2] ?? "")}`;
  }
  if (section.startsWith("HTML section 9.2")) {
    return "https://html.spec.whatwg.org/multipage/server-sent-events.html";
  }
  if (section.startsWith("IANA WebSocket")) {
    return "https://www.iana.org/assignments/websocket/websocket.xhtml";
  }
  return "";
}
