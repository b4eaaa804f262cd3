import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("wrong_pairs_fail_and_show_the_bytes_that_say_why", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-plain.html`);
  const row = table.row("plain");
  await row.run("Try the wrong pairs");
  await expect(row.line("WebSocket to /socket.io/")).toHaveText([
    "Nothing but: close 1006, no reason, wasClean false",
    '400 Bad Request: {"code":0,"message":"Transport unknown"}',
  ]);
  await expect(row.line("… with ?EIO=4&transport=websocket")).toHaveText([
    /^It opened, then: close \d{4}/,
    '← 0{"sid": …}, → hello, and the server hung up',
  ]);
  await expect(row.line("Socket.IO to /ws/hello, which greets")).toHaveText([
    /^connect_error: “server error”, after /,
    "← Hello from the server!",
  ]);
  await expect(row.line("Socket.IO to /ws/echo, which waits")).toHaveText([
    /^connect_error: “timeout”, after \d+\.\d s$/,
    "nothing came: each waits for the other to begin",
  ]);
  await expect(row.websocket).toHaveText(
    /^opens, “hello” is answered by close \d{4}; by hand: works$/,
  );
  // The frames themselves say the same.
  const wrong = await table.seen("WebSocket to Socket.IO");
  expect(wrong.sent("message")).toEqual(['text message "hello"']);
  expect(wrong.got("engine_io")[0]).toMatch(/^open/);
  const silent = await table.seen("Socket.IO to /ws/echo");
  expect(silent.got("response_head")).toEqual(["101 Switching Protocols"]);
  expect(silent.got("message")).toEqual([]);
});

test("spoken_by_hand_it_reaches_the_chat", async ({ browser, page, playground }) => {
  const context = await browser.newContext();
  const listening = await context.newPage();
  await listening.goto(`${playground.url}/index.html`);
  const heard = listening.evaluate(async () => {
    const path = "/socket.io/socket.io.esm.min.js";
    const { io } = await import(path);
    const socket = io();
    await new Promise((resolve) => socket.on("connect", resolve));
    document.title = "listening";
    return new Promise((resolve) => socket.on("chat message", resolve));
  });
  await expect(listening).toHaveTitle("listening");
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-plain.html`);
  const row = table.row("plain");
  await row.run("Try the wrong pairs");
  await expect(row.line("… speaking its packets by hand")).toHaveText([
    "It works: the chat repeats it to all",
    '← 0{"sid": …}, → 40, ← 40{"sid": …}, → 42["chat message","by hand"], ← 42["chat message","by hand"]',
  ]);
  expect(await heard).toBe("by hand");
  await context.close();
});
