import { expect, test } from "./fixtures.js";
import { GoodbyeBench } from "./pages/goodbye.js";

/** Every kind of code that a server may send. */
const CODES = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
];

test("a_ping_is_answered_by_the_browser_and_seen_in_the_wire_alone", async ({
  page,
  playground,
}) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.connect();
  await goodbye.ping("still there?");
  await expect(goodbye.rows("client")).toHaveText(["Send a Ping frame with “still there?”"]);
  await expect(goodbye.rows("server")).toHaveText(
    /^Your browser answered with a Pong frame with “still there\?”, \d+\.\d ms after the Ping$/,
  );
  await expect.poll(() => goodbye.frames("server_to_client")).toContain("ping, 12 bytes");
  await expect.poll(() => goodbye.frames("client_to_server")).toContain("pong, masked, 12 bytes");
});

test("every_code_of_the_server_reaches_the_page_with_its_reason", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  for (const code of CODES) {
    await goodbye.connect();
    await goodbye.closeByServer(code, "Grüße");
    await goodbye.hasStatus("closed");
    await expect(goodbye.lastNote).toHaveText(
      new RegExp(`^Closed: code ${code}( \\(.+\\))?, reason “Grüße”, wasClean true$`),
    );
    await expect(goodbye.ribbon).toHaveText("3 CLOSED");
  }
  // The browser answers each with the same code and reason: 2 bytes and 7.
  const answers = CODES.map(() => "close, masked, 9 bytes");
  const closes = async () =>
    (await goodbye.frames("client_to_server")).filter((summary) => summary.startsWith("close"));
  await expect.poll(closes).toEqual(answers);
});

test("a_close_without_a_code_is_1005_and_clean", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.connect();
  await goodbye.button("Close without a code").click();
  await goodbye.hasStatus("closed");
  await expect(goodbye.lastNote).toHaveText(
    "Closed: code 1005 (no code was sent), no reason, wasClean true",
  );
  await expect.poll(() => goodbye.frames("client_to_server")).toContain("close, masked, 0 bytes");
});

test("a_cut_line_is_1006_and_not_clean", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.connect();
  await goodbye.button("Cut the line").click();
  await goodbye.hasStatus("closed");
  // No error event: the page learns no more than this.
  await expect(goodbye.rows("note")).toHaveText([
    /^Open/,
    "Closed: code 1006 (the connection was lost without a close frame), no reason, wasClean false",
  ]);
  const closes = [
    ...(await goodbye.frames("client_to_server")),
    ...(await goodbye.frames("server_to_client")),
  ].filter((summary) => summary.startsWith("close"));
  expect(closes).toEqual([]);
});

test("a_code_that_no_server_may_send_is_refused_and_the_line_stays", async ({
  page,
  playground,
}) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.connect();
  await goodbye.closeByServer(1005, "");
  await expect(goodbye.rows("server")).toHaveText(
    /^Refused\. A server must not send 1005: No Status Rcvd \(RFC 6455 section 7\.4\.1\)/,
  );
  await goodbye.hasStatus("open");
});

test("the_page_can_begin_the_goodbye_too", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.connect();
  await expect(goodbye.primary).toHaveText("Close (1000)");
  await goodbye.primary.click();
  await goodbye.hasStatus("closed");
  await expect(goodbye.lastNote).toContainText("code 1000 (normal closure)");
});

test("says_in_place_what_does_not_fit_and_that_nothing_is_open", async ({ page, playground }) => {
  const goodbye = new GoodbyeBench(page);
  await goodbye.open(`${playground.url}/goodbye.html`);
  await goodbye.button("Ping").click();
  await expect(goodbye.problem).toContainText("only while the WebSocket is open");
  await goodbye.connect();
  await expect(goodbye.problem).toBeEmpty();
  await goodbye.closeByServer("65536", "");
  await expect(goodbye.input("Close code")).toHaveAttribute("aria-invalid", "true");
  await goodbye.closeByServer(1000, "é".repeat(62));
  await expect(goodbye.root).toContainText("at most 123 bytes of UTF-8. This one has 124.");
  await expect(goodbye.rows("client")).toHaveCount(0);
});
