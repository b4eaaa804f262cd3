import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_ENTRIES, Transcript, browserName } from "../src/transcript.js";

test("entries_count_milliseconds_from_the_restart", () => {
  let now = 1000;
  const transcript = new Transcript(() => now);
  transcript.add("note", "before");
  transcript.restart();
  now += 12.345;
  assert.deepEqual(transcript.add("client", "hi"), { at_ms: 12.3, from: "client", text: "hi" });
  assert.deepEqual(transcript.entries, [{ at_ms: 12.3, from: "client", text: "hi" }]);
});

test("a_long_run_keeps_its_newest_entries", () => {
  const transcript = new Transcript(() => 0);
  for (let i = 0; i < MAX_ENTRIES + 3; i++) transcript.add("note", String(i));
  assert.equal(transcript.entries.length, MAX_ENTRIES);
  assert.equal(transcript.entries[0]?.text, "3");
});

test("a_browser_is_named_with_its_version", () => {
  const webkit = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)";
  assert.equal(browserName(`${webkit} Chrome/156.0.0.0 Safari/537.36`), "Chromium 156");
  assert.equal(browserName(`${webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0`), "Edge 156");
  assert.equal(
    browserName("Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0"),
    "Firefox 140",
  );
  assert.equal(browserName("Mozilla/5.0 (Macintosh) Version/26.1 Safari/605.1.15"), "Safari 26");
  assert.equal(browserName("curl/8"), "a browser");
});
