import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { LaneRecord } from "../src/race/lane-record.js";
import { readByLongPolling, readByShortPolling } from "../src/race/polling.js";

/**
 * A server that answers each request with the next body, and a lane that reads from it.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ status?: number, body: string }[]} answers
 */
async function laneWith(t, answers) {
  /** @type {(string | undefined)[]} */
  const asked = [];
  const server = createServer((request, response) => {
    const { status = 200, body } = answers[asked.length] ?? {
      status: 500,
      body: "Asked too often.",
    };
    asked.push(request.url);
    response.writeHead(status).end(body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = new AbortController();
  const record = new LaneRecord("lane", 3);
  const url = (/** @type {string} */ path) => `http://127.0.0.1:${port}/${path}`;
  return { asked, stop, lane: { url, record, changed: () => {}, signal: stop.signal } };
}

/** @param {number[]} seqs */
const ticks = (...seqs) => JSON.stringify(seqs.map((seq) => ({ seq, at_ms: seq, payload: "" })));

test("short_polling_asks_for_what_comes_after_the_newest_until_the_last", async (t) => {
  const answers = [{ body: "[]" }, { body: ticks(1, 2) }, { body: "[]" }, { body: ticks(3) }];
  const { asked, lane } = await laneWith(t, answers);
  await readByShortPolling(lane, () => 1);
  assert.deepEqual(asked, ["/poll?after=0", "/poll?after=0", "/poll?after=2", "/poll?after=2"]);
  assert.deepEqual([lane.record.requests, lane.record.received, lane.record.ended], [4, 3, true]);
});

test("long_polling_asks_again_also_after_an_empty_answer", async (t) => {
  const { asked, lane } = await laneWith(t, [
    { body: ticks(1) },
    { body: "[]" },
    { body: ticks(2, 3) },
  ]);
  await readByLongPolling(lane);
  assert.deepEqual(asked, ["/long-poll?after=0", "/long-poll?after=1", "/long-poll?after=1"]);
  assert.equal(lane.record.missing, 0);
});

test("a_refusal_is_told_in_the_words_of_the_server", async (t) => {
  const { lane } = await laneWith(t, [{ status: 404, body: '{"error":"There is no such race."}' }]);
  await assert.rejects(readByLongPolling(lane), { message: "There is no such race." });
});

test("stop_ends_the_wait_between_two_questions", async (t) => {
  const { asked, stop, lane } = await laneWith(t, [{ body: ticks(1) }]);
  const reading = readByShortPolling(lane, () => {
    queueMicrotask(() => stop.abort());
    return 2 ** 30;
  });
  await assert.rejects(reading, { name: "AbortError" });
  assert.equal(asked.length, 1);
});
