/**
 * # Layout
 *
 * - `main.js` (this file): which element each demo is, loaded only when the page has it.
 * - `demo-element.js`: what every demo shares: bench, status, primary button, transcript, closing.
 * - `elements/*.js`: one demo a file.
 * - `view/*.js`: pieces of a bench that several demos show (log, ribbon, field).
 * - `wire/*.js`: the page's tap, what it told a demo (a session), the drawer, and one unit opened. In it `rows/`: what the
 *   lines of the timeline are; `view/`: the timeline on the page; `files/`: saved and loaded.
 * - `faults/`: the panel that breaks the line of any demo: what is wished, brought upon its tokens, drawn.
 * - `socketio/`: the official Socket.IO client. `table/`: the demo `table`: its rows, and what they are given.
 * - `reconnect/`: the demos `reconnect`, `herd` and `resume`: clients that open themselves again.
 * - `race/`, `chat/`, `restaurant/`, `forge/`, `handshake/`, `violation/`, `upgrade/`: what belongs to one demo. `raw/`: the
 *   playground's raw client, for forge and handshake.
 * - `race/`, `chat/`, `restaurant/`, `forge/`, `handshake/`, `violation/`, `upgrade/`, `backpressure/`, `compression/`: what
 *   belongs to one demo. `raw/`: the playground's raw client, for forge and handshake.
 * - the other modules are pure: no DOM, tested with `node --test`.
 */

/** A demo's tag -> its module, whose default export is the element's class. */
const ELEMENTS = {
  "live-echo": () => import("./elements/echo.js"),
  "live-goodbye": () => import("./elements/goodbye.js"),
  "live-violation": () => import("./elements/violation.js"),
  "live-broadcast": () => import("./elements/broadcast.js"),
  "live-chat": () => import("./elements/chat.js"),
  "live-faults": () => import("./elements/faults.js"),
  "live-race": () => import("./elements/race.js"),
  "live-restaurant": () => import("./elements/restaurant.js"),
  "live-handshake": () => import("./elements/handshake.js"),
  "live-forge": () => import("./elements/forge.js"),
  "live-table": () => import("./elements/table.js"),
  "live-upgrade": () => import("./elements/upgrade.js"),
  "live-heartbeat": () => import("./elements/heartbeat.js"),
  "live-ending": () => import("./elements/ending.js"),
  "live-reconnect": () => import("./elements/reconnect.js"),
  "live-herd": () => import("./elements/herd.js"),
  "live-resume": () => import("./elements/resume.js"),
  "live-backpressure": () => import("./elements/backpressure.js"),
  "live-compression": () => import("./elements/compression.js"),
  "live-playground-status": () => import("./elements/playground-status.js"),
};

/** Fulfilled when every demo of the page works; rejected when one cannot be loaded. */
export const ready = Promise.all(
  Object.entries(ELEMENTS)
    .filter(([tag]) => document.querySelector(tag) && !customElements.get(tag))
    .map(async ([tag, load]) => customElements.define(tag, (await load()).default)),
);
