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
