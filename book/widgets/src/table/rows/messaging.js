import { h } from "../../dom.js";
import { bytes, median, ms } from "../figures.js";

/** @import { Panel } from "../panel.js" */

/** So often is each message sent: enough for a median, over in a moment. */
const TIMES = 9;

const TEXT = "hello";

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "messaging",
  feature: "Real-time messaging",
  source: { websocket: "✅", socketIo: "✅" },
  question: "How long does one message take there and back, and how many bytes is that?",
  build(panel) {
    return h(
      "div",
      {},
      panel.runButton("Send one message", () => run(panel)),
    );
  },
};

/** @param {Panel} panel */
async function run(panel) {
  const socket = await panel.websocket("/ws/echo", "WebSocket");
  await panel.opened(socket);
  const raw = await measure(panel, "WebSocket", async () => {
    const answered = new Promise((resolve) => (socket.onmessage = resolve));
    socket.send(TEXT);
    await answered;
  });
  const client = await panel.socketIo("/echo", "Socket.IO", { transports: ["websocket"] });
  await panel.connected(client);
  const io = await measure(panel, "Socket.IO", () => client.emitWithAck("message-with-ack", TEXT));
  panel.result({ websocket: words(raw), socketIo: words(io) });
}

/**
 * @param {Panel} panel @param {string} label
 * @param {() => Promise<unknown>} send sends one message and waits for its answer
 */
async function measure(panel, label, send) {
  const times = [];
  const sizes = [];
  for (let i = 0; i < TIMES; i += 1) {
    await panel.settled(label);
    const before = panel.counts(label);
    const start = performance.now();
    await send();
    times.push(performance.now() - start);
    await panel.settled(label);
    const after = panel.counts(label);
    sizes.push(after.up.bytes - before.up.bytes + after.down.bytes - before.down.bytes);
  }
  return { ms: median(times), bytes: median(sizes) };
}

/** @param {{ ms: number, bytes: number }} figures */
function words(figures) {
  return `${ms(figures.ms)}, ${bytes(figures.bytes)}`;
}
