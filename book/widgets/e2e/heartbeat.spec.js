import { expect, test as base } from "./fixtures.js";
import { writeFixtureBook } from "./fixture-book/pages.js";
import { HeartbeatBench } from "./pages/heartbeat.js";
import { startPlayground } from "./servers.js";

/** Socket.IO notices within 0.8 s: its default is 45 s. */
const QUICK = ["--socketio-ping-interval", "0.4", "--socketio-ping-timeout", "0.4"];

/** The server gives up a silent WebSocket: its default is 60 s. */
const IMPATIENT = [...QUICK, "--ping-seconds", "0.3", "--idle-seconds", "0.9"];

/** @param {string[]} args */
function withFlags(args) {
  return base.extend(
    /** @type {any} */ ({
      playground: [
        // eslint-disable-next-line no-empty-pattern
        async ({}, /** @type {(server: import("./servers.js").Server) => Promise<void>} */ use) => {
          const book = writeFixtureBook("http://localhost:4000");
          const server = await startPlayground({ book: book.dir, args });
          await use(server);
          await server.stop();
          book.remove();
        },
        { scope: "worker" },
      ],
    }),
  );
}

const test = withFlags(QUICK);
const testImpatient = withFlags(IMPATIENT);

/** @param {import("@playwright/test").Page} page @param {string} url */
async function connected(page, url, { heartbeat = 0.5, deadline = 0.5 } = {}) {
  const bench = new HeartbeatBench(page);
  await bench.open(`${url}/heartbeat.html`);
  await bench.set("Heartbeat every", heartbeat);
  await bench.set("Deadline", deadline);
  await bench.connect();
  return bench;
}

test("a_naive_client_stays_open_on_a_dead_line_while_the_others_notice_and_come_back", async ({
  page,
  playground,
}) => {
  const bench = await connected(page, playground.url);
  await bench.pullThePlug();
  await expect(bench.plug).toHaveText("The plug is out. No byte crosses, and nobody is told.");
  await expect(bench.heartbeat.noticed).toHaveText(
    /^Noticed after [\d.]+ m?s: no answer for 500 ms$/,
  );
  await expect(bench.socketIo.noticed).toHaveText(/^Noticed after [\d.]+ m?s: ping timeout$/);
  await expect(bench.naive.since).toHaveText(/^[2-9] s since the plug was pulled$/);
  await expect(bench.naive.state).toHaveText("1 OPEN");
  await expect(bench.naive.noticed).toHaveText("Has noticed nothing");
  await bench.plugItIn();
  await expect(bench.heartbeat.noticed).toContainText(
    /Back [\d.]+ m?s after the plug was in again$/,
  );
  await expect(bench.heartbeat.state).toHaveText("1 OPEN");
  await expect(bench.socketIo.state).toHaveText("connected: true");
  // This server's patience is a minute, so it still has the naive connection.
  await expect(bench.naive.server).toContainText("it answers again, as if nothing had been");
  await expect(bench.naive.state).toHaveText("1 OPEN");
});

testImpatient(
  "a_server_that_gave_up_cannot_say_so_before_the_plug_is_in_again",
  async ({ page, playground }) => {
    const bench = await connected(page, playground.url);
    await expect(bench.naive.server).toHaveText(
      "pings after 0.3 s of silence, gives up after 0.9 s",
    );
    await bench.pullThePlug();
    await expect(bench.naive.since).toHaveText(/^[2-9] s since the plug was pulled$/);
    await expect(bench.naive.state).toHaveText("1 OPEN");
    await bench.plugItIn();
    await expect(bench.naive.server).toContainText("had given it up meanwhile");
    await expect(bench.naive.state).toHaveText("3 CLOSED");
  },
);

test("only_a_heartbeat_crosses_a_quiet_line_and_a_short_deadline_does_not_end_a_healthy_one", async ({
  page,
  playground,
}) => {
  const bench = await connected(page, playground.url, { heartbeat: 1, deadline: 0.5 });
  // “ping” with 6 bytes of head and mask, “pong” with 2: 16 bytes each time.
  await expect(bench.heartbeat.crossed).toHaveText(/^4 frames, 32 bytes in/);
  await expect(bench.naive.crossed).toHaveText(/^0 frames, 0 bytes in/);
  await expect(bench.heartbeat.state).toHaveText("1 OPEN");
  const { events = [] } = await bench.result();
  expect(events.map(({ text }) => text).filter((text) => text.includes("Gave up"))).toEqual([]);
});
