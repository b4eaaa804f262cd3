// Small pages with the markup that the preprocessor renders: the widgets' tests need no lesson.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const widgets = fileURLToPath(new URL("../../", import.meta.url));

/** Units, a conversation and the close codes, as the preprocessor draws them. */
const BYTES = join(widgets, "../preprocessor/tests/chapters/bytes.expected.md");

/** @typedef {{ tag: string, title: string, data?: Record<string, string>, table?: boolean }} Demo */

/** Rows of the honest table, each on a page of its own. */
const ROWS = [
  ...[
    "messaging",
    "reconnection",
    "broadcasting",
    "rooms",
    "fallback",
    "easy",
    "acks",
    "heartbeat",
  ],
  ...["offline", "binary", "delivery", "bytes", "download", "sticky", "plain"],
];

/** @type {Record<string, Demo[]>} */
export const PAGES = {
  echo: [{ tag: "live-echo", title: "Echo: say something", data: { endpoint: "/ws/echo" } }],
  hello: [{ tag: "live-echo", title: "Echo: it greets", data: { endpoint: "/ws/hello" } }],
  goodbye: [{ tag: "live-goodbye", title: "Goodbye: pings and closes" }],
  violation: [{ tag: "live-violation", title: "Violation: one broken rule", table: true }],
  broadcast: [
    { tag: "live-broadcast", title: "Broadcast: one to many", data: { room: "lobby", panes: "2" } },
  ],
  chat: [{ tag: "live-chat", title: "Chat: the official client" }],
  race: [
    {
      tag: "live-race",
      title: "Race: six transports",
      data: { rate: "100", count: "30" },
      table: true,
    },
  ],
  "race-sse": [
    {
      tag: "live-race",
      title: "Race: cut an event stream",
      data: { lanes: "sse", rate: "10", count: "200" },
      table: true,
    },
  ],
  "race-socketio": [
    {
      tag: "live-race",
      title: "Race: Socket.IO alone",
      data: { lanes: "io-poll,io-ws", rate: "10", count: "30" },
      table: true,
    },
  ],
  restaurant: [{ tag: "live-restaurant", title: "Restaurant: waiter and walkie-talkie" }],
  handshake: [{ tag: "live-handshake", title: "Handshake: a key and its accept" }],
  forge: [{ tag: "live-forge", title: "Forge: frames bit by bit", data: { preset: "hello" } }],
  "forge-fragments": [
    { tag: "live-forge", title: "Forge: in pieces", data: { preset: "ping-inside" } },
  ],
  faults: [{ tag: "live-faults", title: "Faults: a message each second" }],
  table: [{ tag: "live-table", title: "Table: every row", table: true }],
  ...Object.fromEntries(
    ROWS.map((rows) => {
      const demo = { tag: "live-table", title: `Table: ${rows}`, data: { rows }, table: true };
      return [`table-${rows}`, [demo]];
    }),
  ),
  upgrade: [{ tag: "live-upgrade", title: "Upgrade: connection by connection", table: true }],
  heartbeat: [{ tag: "live-heartbeat", title: "Heartbeat: pull the plug" }],
  ending: [{ tag: "live-ending", title: "Ending: six clients", table: true }],
  reconnect: [{ tag: "live-reconnect", title: "Reconnect: five through one outage", table: true }],
  herd: [{ tag: "live-herd", title: "Herd: thirty come back", table: true }],
  resume: [{ tag: "live-resume", title: "Resume: 1 to 200", table: true }],
  backpressure: [{ tag: "live-backpressure", title: "Backpressure: a firehose and a slow tab" }],
  compression: [
    { tag: "live-compression", title: "Compression: what would it save?", table: true },
  ],
  status: [{ tag: "live-playground-status", title: "Playground: is it there?", table: true }],
};

/** Longer than a bench: it has to scroll where there is a live bench to come. */
const RECORDED_ROWS = `<ol class="bench-log">${Array.from({ length: 30 }, (_, i) =>
  i % 2 === 0 ? row(i, "client", "hello") : row(i, "server", "hello"),
).join("")}${row(30, "note", "Closed with 1000")}</ol>`;
const RECORDED_TABLE = `<table class="bench-table"><thead><tr><th scope="col">What</th><th scope="col">Answer</th></tr></thead><tbody><tr><td>about.json</td><td>playground 0.1.0</td></tr></tbody></table>`;

/** @param {number} at @param {"client" | "server" | "note"} from @param {string} text */
function row(at, from, text) {
  const who = { client: "Client", server: "Server", note: "Note" }[from];
  return `<li data-from="${from}"><span class="bench-time">${at}.0 ms</span> <span class="bench-who">${who}</span> <span class="bench-text">${text}</span></li>`;
}

/** @param {Demo} demo @param {string} playground */
function bench({ tag, title, data = {}, table = false }, playground) {
  const attributes = Object.entries({ playground, ...data }).map(([k, v]) => ` data-${k}="${v}"`);
  return `<${tag} class="bench"${attributes.join("")}><section aria-label="${title}">
<header class="bench-head"><p class="bench-title">${title}</p></header>
<div class="bench-stage"><div class="bench-recording"><p class="bench-note">Recording, made on 2026-11-23 with Chromium 156, playground 0.1.0. Not live.</p>${table ? RECORDED_TABLE : RECORDED_ROWS}</div></div>
</section></${tag}>`;
}

/** @param {string} name @param {string} body @param {string[]} styles */
function page(name, body, styles) {
  const links = ["book.css", ...styles.map((s) => `styles/${s}`)];
  return `<!doctype html>
<html lang="en" class="light js"><head><meta charset="utf-8"><title>${name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
${links.map((href) => `<link rel="stylesheet" href="${href}">`).join("\n")}
</head><body><div class="content"><main><h1>${name}</h1><p>Words before the demo.</p>
${body}
<p id="after">Words after the demo.</p></main></div>
<script>document.addEventListener("keydown", (e) => { if (e.key === "ArrowRight" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.nodeName)) location.hash = "page-turned"; });</script>
<script src="loader.js"></script><script src="bytes.js"></script></body></html>
`;
}

/**
 * Writes the pages (`echo.html`, … and `print.html` with all demos) into a new directory.
 *
 * @param {string} playground what the book says where the playground is (`data-playground`)
 * @returns {{ dir: string, remove: () => void }}
 */
export function writeFixtureBook(playground) {
  const dir = mkdtempSync(join(tmpdir(), "fixture-book-"));
  cpSync(join(widgets, "styles"), join(dir, "styles"), { recursive: true });
  for (const script of ["loader.js", "bytes.js"]) cpSync(join(widgets, script), join(dir, script));
  cpSync(join(widgets, "e2e/fixture-book/book.css"), join(dir, "book.css"));
  // The book carries these; a demo's own stylesheet comes with its widget.
  const styles = readdirSync(join(dir, "styles"))
    .filter((s) => /^(palette|bench|stage-heights|bytes)\.css$/.test(s))
    .reverse();
  const all = { ...PAGES, index: [], print: Object.values(PAGES).flat() };
  for (const [name, demos] of Object.entries(all)) {
    const body = demos.map((demo) => bench(demo, playground)).join("\n");
    writeFileSync(join(dir, `${name}.html`), page(name, body, styles));
  }
  writeFileSync(
    join(dir, "bytes.html"),
    page("bytes", readFileSync(BYTES, "utf8"), ["lesson.css", ...styles]),
  );
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
