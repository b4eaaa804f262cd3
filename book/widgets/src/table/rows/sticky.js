import { h } from "../../dom.js";
import { withTap } from "../../wire/tap.js";
import { OutcomeTable } from "../outcome-table.js";
import { roomTag } from "../room-name.js";
import { until } from "../until.js";
import { many } from "../words.js";

/** @import { Panel } from "../panel.js" */
/** @import { Exchange } from "../crossed.js" */

const POLLING = "Socket.IO over polling";
const RAW = "WebSocket";
const ELSEWHERE = "A server that does not know the session";

/** Events that are sent, each with an answer. */
const EVENTS = 3;

/** How long an answer may take. */
const ANSWER_MS = 10_000;

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "sticky",
  feature: "Sticky sessions",
  source: null,
  question: "With several servers, must all requests of a client reach the same one?",

  build(panel) {
    const table = new OutcomeTable(`${EVENTS} messages, and every request that they took`, [
      "Request",
      "Session id",
      "Answer",
    ]);
    return h(
      "div",
      { class: "table-experiment" },
      panel.runButton(`Send ${EVENTS} messages`, () => run(panel, table)),
      table.element,
      h(
        "p",
        { class: "bench-hint" },
        "There is one server here, and no load balancer. So the last request carries a session id that this server " +
          "has never given out: to a second server yours would look just like that. What is not shown is how " +
          "a load balancer keeps the requests of one client together (by a cookie or by its address).",
      ),
    );
  },
};

/** @param {Panel} panel @param {OutcomeTable} table */
async function run(panel, table) {
  table.clear();
  const raw = await byWebSocket(panel);
  for (const exchange of raw) set(table, RAW, exchange);
  const polled = await byPolling(panel);
  for (const [at, exchange] of polled.entries()) set(table, `Polling, ${at + 1}`, exchange);
  const { status, body } = await elsewhere(panel);
  table.set(`${ELSEWHERE}: GET`, "one that it never gave out", `${status} ${body}`);
  const withId = polled.filter(hasId).length;
  panel.result({
    websocket: `${many(raw.length, "request")}, no session id`,
    socketIo: `polling: ${many(polled.length, "request")}, ${withId} with the session id; elsewhere ${status}`,
  });
}

/** @param {Panel} panel */
async function byWebSocket(panel) {
  const socket = await panel.websocket("/ws/echo", RAW);
  await panel.opened(socket);
  for (let n = 0; n < EVENTS; n += 1) {
    await until(panel.signal, "the echo", (came) => {
      socket.onmessage = came;
      socket.send(`message ${n + 1}`);
    });
  }
  await panel.settled(RAW, () => panel.exchanges(RAW).every(({ answer }) => answer));
  return panel.exchanges(RAW);
}

/** @param {Panel} panel */
async function byPolling(panel) {
  const socket = await panel.socketIo("/echo", POLLING, { transports: ["polling"] });
  await panel.connected(socket);
  for (let n = 0; n < EVENTS; n += 1) {
    await socket.timeout(ANSWER_MS).emitWithAck("message-with-ack", `message ${n + 1}`);
  }
  // One poll is always under way: it has no answer yet.
  await panel.settled(POLLING, ({ open }) => open === 1);
  return panel.exchanges(POLLING);
}

/** As a second server would be asked. @param {Panel} panel */
async function elsewhere(panel) {
  const path = `/socket.io/?EIO=4&transport=polling&sid=${roomTag()}${roomTag()}`;
  const address = withTap(panel.url(path), await panel.watch(ELSEWHERE));
  const answer = await fetch(address, { signal: panel.signal });
  return { status: answer.status, body: await answer.text() };
}

/** @param {OutcomeTable} table @param {string} line @param {Exchange} exchange */
function set(table, line, exchange) {
  const [method = ""] = exchange.request.split(" ");
  const id = hasId(exchange) ? "yes" : "none";
  table.set(`${line}: ${method}`, id, exchange.answer || "waits: the open poll");
}

/** @param {Exchange} exchange */
function hasId({ request }) {
  return /[?&]sid=/.test(request);
}
