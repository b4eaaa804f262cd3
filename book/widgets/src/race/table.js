/** @import { LaneSummary } from "./lane-record.js" */

/** What a cell shows while there is no number. */
const NOTHING = "–";

/** The rows of the result: what is measured, and how a lane's summary says it. @type {[string, (lane: LaneSummary) => string][]} */
const MEASURES = [
  ["Requests made", (lane) => String(lane.requests)],
  ["Updates received", (lane) => String(lane.received)],
  ["Median late (ms)", (lane) => milliseconds(lane.median)],
  ["Max late (ms)", (lane) => milliseconds(lane.max)],
  ["Payload (bytes)", (lane) => String(lane.bytes)],
  ["Bytes up, with headers", (lane) => counted(lane, ({ up }) => String(up))],
  ["Bytes down, with headers", (lane) => counted(lane, ({ down }) => String(down))],
  ["Bytes per update", (lane) => counted(lane, ({ up, down }) => share(up + down, lane.received))],
  ["Missing", (lane) => String(lane.missing)],
  ["Doubled", (lane) => String(lane.duplicates)],
];

/**
 * The result as texts, a column a lane: the page, the copy, the CSV and the recording all show these.
 *
 * @param {LaneSummary[]} lanes
 * @returns {{ head: string[], rows: string[][] }}
 */
export function resultTable(lanes) {
  return {
    head: ["Per lane", ...lanes.map(({ title }) => title)],
    rows: MEASURES.map(([label, text]) => [label, ...lanes.map(text)]),
  };
}

/**
 * A wrong number would be worse than none.
 *
 * @param {LaneSummary} lane
 * @param {(wire: NonNullable<LaneSummary["wire"]>) => string} text
 */
function counted({ wire }, text) {
  if (wire === null) return NOTHING;
  return wire.problem ? "incomplete" : text(wire);
}

/** @param {number} bytes @param {number} updates */
function share(bytes, updates) {
  return updates === 0 ? NOTHING : (bytes / updates).toFixed(1);
}

/** @param {number | null} value */
function milliseconds(value) {
  return value === null ? NOTHING : value.toFixed(1);
}

/**
 * RFC 4180: comma, CRLF, and quotes around a field with a comma, a quote or a line break.
 *
 * @param {string[][]} rows
 */
export function toCsv(rows) {
  return rows.map((cells) => cells.map(csvField).join(",") + "\r\n").join("");
}

/** @param {string} text */
function csvField(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Tab-separated: what a spreadsheet and a text editor both take from the clipboard.
 *
 * @param {string[][]} rows
 */
export function toTsv(rows) {
  return rows
    .map((cells) => cells.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t"))
    .join("\n");
}
