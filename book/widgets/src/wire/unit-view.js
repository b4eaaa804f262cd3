import { h } from "../dom.js";
import {
  bytesOf,
  bytesWord,
  digitsOf,
  flat,
  glyph,
  groupsOf,
  hexOf,
  rowsOf,
  sectionAddress,
  slug,
} from "./unit-rows.js";

/**
 * @import { Unit } from "./tap.js"
 * @import { Group, Row } from "./unit-rows.js"
 */

/** Bytes that are drawn at once; the rest is folded away. A head's lines are words, so more of them. */
const SHOWN_BYTES = 128;
const SHOWN_BYTES_OF_HEAD = 256;
/** Fewer bytes than these are not worth folding. */
const WORTH_FOLDING = 32;
/** Bytes that are drawn at all: each is an element, and a page holds many units. */
const MAX_DRAWN = 2048;
/** Columns of the XOR table: three times through the key, and it fits a phone. */
const XOR_COLUMNS = 12;
/** Names in the sentence about what is folded. */
const NAMES_OF_FOLDED = 4;

const KINDS = new Map(
  Object.entries({
    request_head: "HTTP request head",
    response_head: "HTTP response head",
    body: "HTTP body",
    sse_event: "Server-sent event",
    frame: "WebSocket frame",
    message: "WebSocket message",
    engine_io: "Engine.IO packet",
    socket_io: "Socket.IO packet",
    socket_io_attachment: "Socket.IO attachment",
    malformed: "Rule broken",
  }),
);

/**
 * One unit, opened: its bytes, the bits of its first bytes, how its mask works, its fields.
 * `book/preprocessor/src/dump/` draws the same in the book; `bytes.js` lights what belongs together.
 *
 * @param {Unit} unit
 * @param {{ redacted?: string[], idPrefix?: string }} [options] fields whose values the server hid;
 *   the unit's id, with which the ids of its fields begin
 */
export function unitView(unit, { redacted = [], idPrefix = "" } = {}) {
  const bytes = bytesOf(unit.bytes);
  const rows = rowsOf(unit, bytes);
  const from = unit.direction === "client_to_server" ? "client" : "server";
  return h(
    "article",
    { class: "unit", "data-from": from, "data-kind": unit.kind, id: idPrefix || null },
    h("p", { class: "unit-head" }, ...headLine(unit, bytes)),
    ...redactedLine(redacted),
    ...ruleLine(unit),
    ...byteViews(unit, bytes, rows),
    ...bitsView(bytes, rows),
    ...xorView(unit, bytes, rows),
    ...fieldsView(rows, idPrefix),
  );
}

/** @param {Unit} unit @param {number[]} bytes */
function headLine(unit, bytes) {
  const client = unit.direction === "client_to_server";
  const limit = unit.section === "this decoder's limits";
  const kind = limit ? "Limit of this view" : (KINDS.get(unit.kind) ?? unit.kind);
  const size = Number(unit.dropped ?? 0) || bytes.length;
  const arrow = h("span", { "aria-hidden": "true" }, client ? "→" : "←");
  return [
    h("span", { class: "unit-side" }, arrow, client ? " Client" : " Server"),
    " ",
    h("span", { class: "unit-kind" }, kind),
    " ",
    h("span", { class: "unit-summary" }, unit.summary),
    " ",
    h("span", { class: "unit-size" }, bytesWord(size)),
  ];
}

/** @param {string[]} redacted */
function redactedLine(redacted) {
  if (redacted.length === 0) return [];
  const names = redacted.join(", ");
  const words =
    redacted.length === 1
      ? `The value of ${names} is secret: it became * before it left the server.`
      : `The values of ${names} are secret: they became * before they left the server.`;
  return [h("p", { class: "unit-redacted" }, words)];
}

/** @param {Unit} unit */
function ruleLine({ kind, section = "", close_code: code }) {
  if (kind !== "malformed") return [];
  const answer = code === undefined ? "" : ` Answered with close code ${code}.`;
  return [h("p", { class: "unit-rule" }, "See ", sectionLink(section), `.${answer}`)];
}

/** @param {string} section */
function sectionLink(section) {
  const address = sectionAddress(section);
  if (!address) return h("span", { class: "field-section" }, section);
  return h("a", { class: "field-section", href: address }, section);
}

/** @param {Unit} unit @param {number[]} bytes @param {Row[]} rows */
function byteViews({ kind }, bytes, rows) {
  if (bytes.length === 0) return [];
  const groups = groupsOf(rows);
  const head = kind.endsWith("_head");
  const lines = head || kind === "sse_event";
  const cut = cutAt(rows, bytes.length, head ? SHOWN_BYTES_OF_HEAD : SHOWN_BYTES);
  const view = (/** @type {number} */ start, /** @type {number} */ end) =>
    h(
      "div",
      {
        class: lines ? "unit-bytes unit-lines" : "unit-bytes",
        role: "group",
        "aria-label": `${bytesWord(end - start)} in hexadecimal, and as text`,
      },
      ...byteGroups(groups, bytes, start, end),
    );
  if (cut === bytes.length) return [view(0, cut)];
  const end = Math.min(bytes.length, MAX_DRAWN);
  const undrawn = bytes.length - end;
  const fold = h(
    "details",
    { class: "unit-fold" },
    h("summary", {}, foldedWords(rows, cut, bytes.length)),
    view(cut, end),
  );
  if (undrawn > 0) {
    fold.append(h("p", { class: "unit-more" }, `${bytesWord(undrawn)} more are not drawn.`));
  }
  return [view(0, cut), fold];
}

/** Where to fold: before a field, if one begins in the second half of what is shown. */
/** @param {Row[]} rows @param {number} length @param {number} shown */
function cutAt(rows, length, shown) {
  if (length <= shown + WORTH_FOLDING) return length;
  const starts = rows.map(({ span }) => span[0]);
  return Math.max(...starts.filter((at) => at > shown / 2 && at <= shown), 0) || shown;
}

/** @param {Row[]} rows @param {number} cut @param {number} length */
function foldedWords(rows, cut, length) {
  const hidden = rows.filter(({ span }) => span[1] > cut);
  const names = hidden.map(({ name, span }) => (span[0] < cut ? `the rest of ${name}` : name));
  const more = names.length - NAMES_OF_FOLDED;
  if (more > 0) names.splice(NAMES_OF_FOLDED, more, `${more} more`);
  const list = names.length > 0 ? `: ${names.join(", ")}` : "";
  return `${bytesWord(length - cut)} more${list}`;
}

/**
 * @param {Group[]} groups @param {number[]} bytes @param {number} start @param {number} end
 * @returns {(Node | string)[]}
 */
function byteGroups(groups, bytes, start, end) {
  const nodes = [];
  let at = start;
  for (const { rows, span, children } of groups) {
    const from = Math.max(span[0], start);
    const to = Math.min(span[1], end);
    if (from >= to) continue;
    nodes.push(...plainBytes(bytes, at, from));
    const inside = byteGroups(children, bytes, from, to);
    nodes.push(h("span", { class: "bytes-group", "data-field": rows.join(" ") }, ...inside), " ");
    at = to;
  }
  return [...nodes, ...plainBytes(bytes, at, end)];
}

/** @param {number[]} bytes @param {number} start @param {number} end */
function plainBytes(bytes, start, end) {
  return bytes
    .slice(start, end)
    .flatMap((byte) => [h("span", { "data-text": glyph(byte) }, hexOf(byte)), " "]);
}

/** @param {number[]} bytes @param {Row[]} rows */
function bitsView(bytes, rows) {
  const fields = rows.filter(({ bits }) => bits);
  if (fields.length === 0) return [];
  const places = [...new Set(fields.map(({ span }) => span[0]))];
  const label = places.map((place) => {
    const names = fields.filter(({ span }) => span[0] === place);
    return `byte ${place}: ${names.map((row) => `${row.name} ${digitsOf(row, bytes)}`).join(", ")}`;
  });
  return [
    h(
      "div",
      { class: "unit-bits", role: "img", "aria-label": `Bits of ${label.join("; ")}` },
      ...places.map((place) =>
        h(
          "div",
          { class: "bits-byte" },
          h("span", { class: "bits-hex" }, hexOf(bytes[place] ?? 0)),
          ...fields
            .filter(({ span }) => span[0] === place)
            .map((row) =>
              h(
                "span",
                { class: "bits-field", "data-field": row.index },
                h("span", { class: "bits-digits" }, digitsOf(row, bytes)),
                h("span", { class: "bits-name" }, row.name),
              ),
            ),
        ),
      ),
    ),
  ];
}

/** @param {Unit} unit @param {number[]} bytes @param {Row[]} rows */
function xorView({ kind }, bytes, rows) {
  const key = rows.find(({ name }) => name === "Masking-key");
  const data = rows.find(({ name }) => name === "Payload Data");
  if (kind !== "frame" || !key || !data || data.span[0] === data.span[1]) return [];
  const keyBytes = bytes.slice(...key.span);
  const masked = bytes.slice(...data.span);
  const shown = masked.slice(0, XOR_COLUMNS);
  const keys = shown.map((_, i) => keyBytes[i % keyBytes.length] ?? 0);
  const payload = shown.map((byte, i) => byte ^ (keys[i] ?? 0));
  const line = (
    /** @type {string} */ name,
    /** @type {Row} */ row,
    /** @type {string[]} */ cells,
  ) =>
    h(
      "tr",
      { "data-field": row.index },
      h("th", { scope: "row" }, name),
      ...cells.map((cell) => h("td", {}, cell)),
    );
  const table = h(
    "table",
    {},
    h("caption", {}, "How the mask comes off, byte by byte"),
    h(
      "tbody",
      {},
      line("masked", data, shown.map(hexOf)),
      line("XOR key", key, keys.map(hexOf)),
      line("= payload", data, payload.map(hexOf)),
      line("as text", data, payload.map(glyph)),
    ),
  );
  const rest = masked.length - shown.length;
  const more = h("p", { class: "unit-more" }, `${bytesWord(rest)} more in the same way.`);
  return [h("div", { class: "unit-xor" }, table, ...(rest > 0 ? [more] : []))];
}

/** @param {Row[]} rows @param {string} idPrefix */
function fieldsView(rows, idPrefix) {
  if (rows.length === 0) return [];
  const head = ["Bytes", "Field", "Value and meaning"];
  const ids = fieldIds(idPrefix);
  return [
    h(
      "table",
      { class: "unit-fields" },
      h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...flat(rows).map((row) => fieldRow(row, ids(row.name)))),
    ),
  ];
}

/** Names may come twice in a unit, ids may not. @param {string} prefix */
function fieldIds(prefix) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return (/** @type {string} */ name) => {
    if (!prefix) return "";
    const id = `${prefix}-${slug(name)}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}-${times}`;
  };
}

/** Only the first row is a tab stop; `bytes.js` moves it. @param {Row} row @param {string} id */
function fieldRow(row, id) {
  const name = id ? h("a", { href: `#${id}` }, row.name) : row.name;
  const says = h("div", { class: "field-says" }, h("code", { class: "field-value" }, row.value));
  const note = h("span", { class: "field-note" }, row.note);
  if (row.note && row.section) note.append(" ");
  if (row.section) note.append(sectionLink(row.section));
  if (row.note || row.section) says.append(" ", note);
  return h(
    "tr",
    {
      "data-field": row.index,
      "data-depth": row.depth || null,
      id: id || null,
      tabindex: row.index === 0 ? 0 : -1,
    },
    h("td", { class: "field-bytes" }, row.where),
    h("th", { scope: "row" }, name),
    h("td", {}, says),
  );
}
