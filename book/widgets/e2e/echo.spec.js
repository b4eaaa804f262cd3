import { expect, test } from "./fixtures.js";
import { EchoBench } from "./pages/echo.js";

test("echoes_text_with_both_directions_and_a_round_trip", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await expect(echo.recording).toHaveCount(0);
  await echo.connect();
  await echo.send("Grüße, 👋");
  await expect(echo.rows("client")).toHaveText(["Grüße, 👋"]);
  await expect(echo.rows("server")).toHaveText(/^Grüße, 👋 round trip \d+\.\d ms$/);
});

test("echoes_binary_typed_as_hex", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.input("Message").fill("hi");
  await echo.input("Send as").selectOption("binary");
  await expect(echo.input("Message")).toHaveValue("68 69");
  await echo.send("00 ff 80");
  await expect(echo.rows("server")).toContainText(["binary, 3 bytes: 00 ff 80"]);
  await echo.send("00 f");
  await expect(echo.root).toContainText("Hex is pairs of 0-9 and a-f");
  await expect(echo.rows("client")).toHaveCount(1);
});

test("shows_markup_from_the_wire_as_text", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.send("<img src=x onerror=alert(1)>");
  await expect(echo.rows("server")).toContainText(["<img src=x onerror=alert(1)>"]);
  await expect(echo.root.locator("img")).toHaveCount(0);
});

test("hello_endpoint_greets_first_and_answers", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/hello.html`);
  await echo.connect();
  await expect(echo.rows("server")).toHaveText(["Hello from the server!"]);
  await echo.send("hi");
  await expect(echo.rows("server").nth(1)).toHaveText(/^You said: hi round trip/);
  await echo.input("Send as").selectOption("binary");
  await echo.button("Send").click();
  await expect(echo.rows("server").nth(2)).toHaveText(/^You said: hi round trip/);
});

test("both_sides_talk_at_once", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.button("Both sides at once").click();
  const numbers = ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"];
  await expect(echo.rows("client")).toHaveText(numbers);
  await expect(echo.rows("server")).toContainText(numbers);
});

test("ribbon_lights_the_ready_state", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await expect(echo.ribbon).toHaveCount(0);
  await echo.connect();
  await expect(echo.ribbon).toHaveText("1 OPEN");
  await echo.close();
  await expect(echo.ribbon).toHaveText("3 CLOSED");
});

test("closes_with_the_code_and_reason_of_the_readers_choice", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.input("Close code").fill("4321");
  await echo.input("Reason").fill("enough");
  await expect(echo.primary).toHaveText("Close (4321)");
  await echo.close();
  await expect(echo.rows("note").last()).toContainText("code 4321 (for private use)");
  await expect(echo.rows("note").last()).toContainText("wasClean true");
});

test("says_in_place_which_codes_a_browser_allows", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.input("Close code").fill("1001");
  await expect(echo.input("Close code")).toHaveAttribute("aria-invalid", "true");
  await expect(echo.root).toContainText("close() takes 1000 or 3000 to 4999");
  await echo.primary.click();
  await echo.hasStatus("open");
  await echo.input("Close code").fill("");
  await expect(echo.input("Close code")).toHaveAttribute("aria-invalid", "false");
  await echo.close();
  await expect(echo.rows("note").last()).toContainText("code 1005");
});

test("send_before_and_after_open_says_why_nothing_goes", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.send("early");
  await expect(echo.root).toContainText("There is no WebSocket yet");
  await echo.connect();
  await echo.close();
  await echo.send("late");
  await expect(echo.root).toContainText("It is 3 CLOSED");
  await expect(echo.rows("client")).toHaveCount(0);
});

test("a_message_over_the_servers_limit_closes_with_1009", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.send("x".repeat(70_000));
  await echo.hasStatus("closed");
  await expect(echo.rows("note").last()).toContainText("code 1009 (message too big)");
  // The next connection begins with an empty log.
  await echo.connect();
  await expect(echo.rows("client")).toHaveCount(0);
});

test("log_keeps_a_bounded_number_of_rows", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  // One row says "open"; 5 sends and 5 answers a click make 211 rows.
  for (let click = 1; click <= 21; click++) {
    await echo.button("Both sides at once").click();
    await expect(echo.rows("server").last()).toContainText("5 of 5");
    await expect(echo.rows("server")).toHaveCount(Math.min(5 * click, 100));
  }
  await expect(echo.root.locator("[role=log] li")).toHaveCount(200);
  await expect(echo.root.locator(".bench-dropped")).toHaveText("11 earlier rows are not kept.");
});

test("leaving_the_page_closes_the_socket", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  const socket = page.waitForEvent("websocket", (socket) => socket.url().includes("/ws/echo"));
  await echo.connect();
  const closed = (await socket).waitForEvent("close");
  await echo.root.evaluate((element) => element.remove());
  await closed;
});

test("recording_has_the_format_of_the_recordings", async ({ page, playground }) => {
  const echo = new EchoBench(page);
  await echo.open(`${playground.url}/echo.html`);
  await echo.connect();
  await echo.send("hi");
  await expect(echo.rows("server")).toHaveCount(1);
  const { recorded, by, events = [] } = await echo.result();
  expect(recorded).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(by).toMatch(/^Chromium \d+, playground \d+\.\d+\.\d+$/);
  expect(events.map(({ from }) => from)).toEqual(["note", "client", "server"]);
  expect(events.every(({ at_ms }) => at_ms >= 0)).toBe(true);
});
