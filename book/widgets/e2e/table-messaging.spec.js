import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

/** Bytes of a frame: from a client it has a mask of 4. @param {string} text @param {"up" | "down"} way */
function frame(text, way) {
  const length = Buffer.byteLength(text);
  return 2 + (length > 125 ? 2 : 0) + (way === "up" ? 4 : 0) + length;
}

/** What one message and its receipt are on WebSocket, byte for byte. @param {string} text */
const PLAIN = (text) => frame(text, "up") + frame(text, "down");
/** @param {string} text @param {string} id */
const SOCKET_IO = (text, id = "1") =>
  frame(`42/echo,${id}["message-with-ack","${text}"]`, "up") +
  frame(`43/echo,${id}["${text}"]`, "down");

/**
 * What exchanges came to in the end, from the tap's reads: a label's last POST and GET that ended.
 *
 * @param {TableBench} table @param {string} label
 */
function lastPostAndGet(table, label) {
  return table.root.evaluate((element, label) => {
    const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element).wire;
    const events = session
      .since(0)
      .filter((event) => session.names.labels.get(event.token) === label);
    const heads = new Map();
    for (const event of events) {
      if (event.type === "unit" && event.unit.direction === "client_to_server") {
        const method = /^(GET|POST) /.exec(event.unit.summary)?.[1];
        if (method) heads.set(event.exchange, method);
      }
    }
    const ended = events.filter((event) => event.type === "ended").reverse();
    return ["POST", "GET"].map((method) => {
      const last = ended.find(({ exchange }) => heads.get(exchange) === method);
      return (last?.up ?? NaN) + (last?.down ?? NaN);
    });
  }, label);
}

test("one_message_is_timed_and_counted_on_three_ways", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-messaging.html`);
  const row = table.row("messaging");
  await row.run("Send one message");
  await expect(row.websocket).toHaveText(new RegExp(`^\\d+\\.\\d ms, ${PLAIN("hello")} bytes$`));
  const polling = (await lastPostAndGet(table, "Socket.IO over polling")).reduce((a, b) => a + b);
  const bytes = polling.toLocaleString("en");
  await expect(row.socketIo).toHaveText(
    new RegExp(
      `^\\d+\\.\\d ms, ${SOCKET_IO("hello")} bytes; polling \\d+\\.\\d ms, ${bytes} bytes$`,
    ),
  );
  const [up, down] = [frame("hello", "up"), frame("hello", "down")];
  await expect(row.inside).toContainText(`${up} up →, ← ${down} down`);
});

test("each_size_is_counted_on_each_way_and_so_is_connecting", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-bytes.html`);
  const row = table.row("bytes");
  await row.open();
  await table.input("Bytes of text").fill("5, 125, 126");
  await row.run("Measure");
  for (const size of [5, 125, 126]) {
    const text = "x".repeat(size);
    const bars = row.inside
      .getByRole("figure", { name: `One text of ${size} bytes` })
      .getByRole("listitem");
    await expect(bars.nth(0)).toContainText(`${PLAIN(text)} bytes`);
    await expect(bars.nth(1)).toContainText(`${SOCKET_IO(text)} bytes`);
  }
  await expect(row.websocket).toHaveText(`${PLAIN("xxxxx")} bytes for a text of 5`);
  const connect = row.inside.getByRole("figure", { name: "To connect" }).getByRole("listitem");
  for (const [at, label] of [
    "Connect: WebSocket",
    "Connect: Socket.IO over WebSocket",
    "Connect: Socket.IO over polling",
  ].entries()) {
    const sum = await table.counts(label);
    const told = Number(
      (await connect.nth(at).locator("strong").textContent())?.replace(/\D/g, ""),
    );
    // The wire goes on counting the goodbye.
    expect(told).toBeGreaterThan(300);
    expect(told).toBeLessThanOrEqual(sum.up.bytes + sum.down.bytes);
  }
  await expect(connect.nth(0)).toContainText("1 request");
});

test("sizes_that_nobody_can_send_are_refused_in_words", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-bytes.html`);
  const row = table.row("bytes");
  await row.open();
  await table.input("Bytes of text").fill("5, many");
  await row.button("Measure").click();
  await row.hasStatus("failed");
  await expect(row.inside).toContainText("“many” is no whole number from 1 to 10,000.");
  await expect(row.websocket).toHaveText("failed: open the row");
});
