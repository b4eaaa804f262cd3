import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages.js";

test("the_wire_shows_the_handshake_and_each_message_of_echo", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.wire.open();
  await expect(echo.wire.row("GET /ws/echo")).toHaveAttribute("data-from", "client");
  await expect(echo.wire.row("101 Switching Protocols")).toHaveAttribute("data-from", "server");
  await echo.send("hello");
  await expect(echo.wire.row('text message "hello"')).toHaveCount(2);
  await echo.wire.level("Frames");
  await expect(echo.wire.row("text, masked, 5 bytes")).toHaveCount(1);
  await expect(await echo.wire.show(echo.wire.row("text, 5 bytes"))).toContainText("68");
});
