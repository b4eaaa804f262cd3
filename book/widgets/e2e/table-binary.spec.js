import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

test("bytes_come_back_as_they_were_and_cost_what_the_wire_says", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-binary.html`);
  const row = table.row("binary");
  await row.run("Send 256 bytes");
  // A masked frame of 256 bytes has a head of 8 bytes, an unmasked one of 4.
  await expect(row.websocket).toHaveText("identical, 524 bytes in 2 frames");
  await expect(row.socketIo).toHaveText(
    /^identical, \d+ bytes in 4 frames; polling: identical, [\d,]+ bytes in \d requests$/,
  );
  const cells = (/** @type {string} */ way) => row.line(way);
  await expect(cells("WebSocket")).toHaveText(["identical", "264 up, 260 down", "2 frames"]);
  await expect(cells("WebSocket, JSON")).toHaveText(["not as bytes", /up/, "2 frames"]);
  await expect(cells("Socket.IO over WebSocket")).toHaveText(["identical", /up/, "4 frames"]);
  await expect(cells("Socket.IO, in an object")).toHaveText(["identical", /up/, "4 frames"]);
  await expect(cells("Socket.IO over polling")).toHaveText(["identical", /up/, /\d requests/]);
  await expect(row.inside.locator("pre")).toContainText(
    '451-/echo,1["message-with-ack",{"photo":{"_placeholder":true,"num":0}}]',
  );
});

test("the_bytes_of_socket_io_are_its_packet_and_the_attachment", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-binary.html`);
  const row = table.row("binary");
  await row.run("Send 256 bytes");
  // Masked frames: the text with a head of 6 bytes, 256 bytes with one of 8; back without a mask, in an array.
  const packet = '451-/echo,1["message-with-ack",{"_placeholder":true,"num":0}]';
  const answer = '461-/echo,1[{"_placeholder":true,"num":0}]';
  const [up, down] = [packet.length + 6 + 264, answer.length + 2 + 260];
  await expect(row.line("Socket.IO over WebSocket").nth(1)).toHaveText(`${up} up, ${down} down`);
  const { sent } = await table.seen("Socket.IO over WebSocket");
  expect(sent("socket_io_attachment")).toHaveLength(2);
});
