// The microscope: what the official client says, in its three layers, over WebSocket and over polling.
import { expect, test } from "./fixtures.js";
import { UpgradeBench } from "./pages/upgrade.js";

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {import("@playwright/test").Locator} Locator
 */

/** Connects, is refused, speaks with acknowledgements and with bytes, and leaves. @param {Page} page @param {string} url @param {"websocket" | "polling"} transport */
async function talk(page, url, transport) {
  const bench = new UpgradeBench(page);
  await bench.open(`${url}/upgrade.html`);
  await bench.root.evaluate(async (element, transport) => {
    const { wire } = /** @type {import("../src/demo-element.js").DemoElement} */ (element);
    const token = await wire.watch("Talk");
    /** @type {string} */
    const address = `${location.origin}/socket.io/socket.io.esm.min.js`;
    const { Manager } = await import(address);
    const manager = new Manager(location.origin, {
      query: { tap: token },
      transports: [transport],
    });
    const next = (/** @type {any} */ socket, /** @type {string} */ name) =>
      new Promise((resolve) => socket.once(name, resolve));
    const echo = manager.socket("/echo", { auth: { name: "Ada" } });
    const wrong = manager.socket("/none");
    await Promise.all([next(echo, "connect"), next(wrong, "connect_error")]);
    await echo.emitWithAck("message-with-ack", "hi", 7);
    // Two at once: over polling they share a payload.
    const back = next(echo, "message-back");
    echo.emit("message", { a: 1 }, new Uint8Array([1, 2, 3, 4]), new Uint8Array([5]));
    echo.emit("message", "second");
    await back;
    echo.disconnect();
  }, transport);
  await bench.wire.open();
  await expect(bench.wire.row("DISCONNECT in /echo")).toHaveCount(1);
  return bench.wire;
}

/** The numbers of a sum: its total, and its parts by name. @param {Locator} card */
async function sumOf(card) {
  const total = parseInt((await card.locator(".layer-total").textContent()) ?? "");
  const parts = await card
    .locator(".layer-sum li")
    .evaluateAll((items) =>
      items.map((item) => [
        /** @type {HTMLElement} */ (item).dataset.part ?? "",
        Number(item.querySelector("b")?.textContent),
      ]),
    );
  return { total, parts: Object.fromEntries(parts) };
}

/** Opens each row whose summary has these words, and checks its sum. @param {import("./pages/wire.js").Wire} wire @param {string} words */
async function opened(wire, words) {
  const card = await wire.show(wire.row(words).first());
  const sum = await sumOf(card);
  const parts = Object.values(sum.parts).reduce((all, bytes) => all + bytes, 0);
  expect(parts, words).toBe(sum.total);
  return { card, ...sum };
}

test("a_websocket_message_is_three_layers_one_inside_the_other", async ({ page, playground }) => {
  const wire = await talk(page, playground.url, "websocket");
  const { card, total, parts } = await opened(wire, 'EVENT "message-with-ack" in /echo, ack id 0');
  // 42/echo,0["message-with-ack","hi",7] behind a masked header.
  expect(parts).toEqual({ "frame header": 6, "Engine.IO": 1, "Socket.IO": 8, "your data": 27 });
  expect(total).toBe(42);
  const frame = card.getByRole("region", { name: "Layer 1: WebSocket frame" });
  const engine = frame.getByRole("region", { name: "Layer 2: Engine.IO packet" });
  const socket = engine.getByRole("region", { name: "Layer 3: Socket.IO packet" });
  await expect(socket).toContainText("adds 8 bytes");
  for (const field of ["namespace", "acknowledgment id", "event name", "argument"]) {
    await expect(socket.getByRole("rowheader", { name: field }).first()).toBeVisible();
  }
  await expect(socket.getByRole("link", { name: "Packets: what Socket.IO says" })).toHaveAttribute(
    "href",
    "packets.html#socket-io-packets",
  );
  await opened(wire, "ACK in /echo, ack id 0");
  await opened(wire, "DISCONNECT in /echo");
});

test("connect_with_auth_and_a_refusal_are_taken_apart", async ({ page, playground }) => {
  const wire = await talk(page, playground.url, "websocket");
  const connect = await opened(wire, "CONNECT in /echo");
  expect(connect.parts["its data"]).toBe('{"name":"Ada"}'.length);
  const refused = await opened(wire, "CONNECT_ERROR in /none");
  await expect(refused.card).toContainText("Why the server refuses.");
});

test("attachments_name_the_packet_that_they_belong_to", async ({ page, playground }) => {
  const wire = await talk(page, playground.url, "websocket");
  const { card } = await opened(wire, 'BINARY_EVENT "message" in /echo');
  await expect(card.getByRole("rowheader", { name: "placeholder" })).toHaveCount(2);
  const words = 'attachment 2 of 2 (placeholder 1) of BINARY_EVENT "message" in /echo';
  const attached = await opened(wire, words);
  expect(attached.parts).toEqual({ "frame header": 6, "your data": 1 });
  await expect(
    attached.card.getByRole("region", { name: "Layer 3: Socket.IO attachment" }),
  ).toBeVisible();
});

test("over_polling_layer_1_is_the_http_message_and_bytes_are_base64", async ({
  page,
  playground,
}) => {
  const wire = await talk(page, playground.url, "polling");
  const words = 'attachment 1 of 2 (placeholder 0) of BINARY_EVENT "message" in /echo';
  const { card, parts } = await opened(wire, words);
  // b, and eight characters of Base64 for four bytes.
  expect(parts["Engine.IO"]).toBe(5);
  expect(parts["your data"]).toBe(4);
  // The client posts a packet at once and its attachments with the next: the rest of this payload.
  expect(parts["other packets and separators"]).toBeGreaterThan(0);
  await expect(wire.root.locator(".wire-row[data-group=rules]")).toHaveCount(0);
  expect(parts["HTTP head"]).toBeGreaterThan(300);
  await expect(card.getByRole("region", { name: "Layer 1: HTTP request" })).toBeVisible();
  await opened(wire, 'EVENT "message" in /echo');
  await opened(wire, "ACK in /echo, ack id 0");
});

test("rows_of_requests_leave_out_the_taps_token", async ({ page, playground }) => {
  const wire = await talk(page, playground.url, "polling");
  await expect(wire.row("GET /socket.io/?EIO=4&transport=polling").first()).toBeVisible();
  await expect(wire.row("tap=")).toHaveCount(0);
});
