import { h } from "../dom.js";
import recording from "./compression-run.json" with { type: "json" };

/** @typedef {"off" | "alone" | "takeover"} Mode */

/** @type {Record<Mode, string>} */
const MODES = {
  off: "Off",
  alone: "On, each message alone",
  takeover: "On, with context takeover",
};
/** @type {Record<keyof typeof recording.bytes, string>} */
const KINDS = { chat: "Chat", json: "JSON", random: "Random bytes" };

const { recorded, versions, system, bytes, memory } = recording;
const modes = /** @type {Mode[]} */ (Object.keys(MODES));
const kinds = /** @type {(keyof typeof KINDS)[]} */ (Object.keys(KINDS));

/** Bytes on TCP for one message, in the middle. @param {keyof typeof KINDS} kind @param {Mode} mode */
function each(kind, mode) {
  const { wire, messages } = bytes[kind][mode];
  return (wire / messages).toFixed(1);
}

/** @param {Mode} mode */
function resident(mode) {
  return `${(memory.resident_bytes_each[mode].median / 1000).toFixed(0)} kB`;
}

/** A real server with the extension, measured once: this playground has none. */
export function recordedTable() {
  const head = ["", ...modes.map((mode) => MODES[mode])];
  const rows = [
    ...kinds.map((kind) => [
      `${KINDS[kind]}: bytes a message, on TCP`,
      ...modes.map((mode) => each(kind, mode)),
    ]),
    ["Server's memory, a connection", ...modes.map(resident)],
  ];
  return h(
    "table",
    { class: "bench-table compression-table" },
    h(
      "caption",
      {},
      `Recorded on ${recorded}, not live: ws ${versions.ws} on Node ${versions.node}, zlib ${versions.zlib}, ${system}. ` +
        `${bytes.chat.off.messages} messages of each kind, server to client. Memory: resident bytes that each of ` +
        `${memory.connections} connections added, the median of ${memory.runs} fresh servers.`,
    ),
    h(
      "thead",
      {},
      h("tr", {}, ...head.map((words) => (words ? h("th", { scope: "col" }, words) : h("td", {})))),
    ),
    h(
      "tbody",
      {},
      ...rows.map(([name = "", ...cells]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, name),
          ...cells.map((words, at) => h("td", { "data-column": head[at + 1] ?? "" }, words)),
        ),
      ),
    ),
  );
}
