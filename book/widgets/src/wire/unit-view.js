import { h } from "../dom.js";
import { bitsView, byteViews, xorView } from "./unit-bytes.js";
import { bytesOf, bytesWord, flat, rowsOf, sectionAddress, slug } from "./unit-rows.js";

/**
 * @import { Unit } from "./tap.js"
 * @import { Row } from "./unit-rows.js"
 */

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
