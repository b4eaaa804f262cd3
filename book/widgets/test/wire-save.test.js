import assert from "node:assert/strict";
import { test } from "node:test";
import { fromJson, toJson } from "../src/wire/files/save.js";
import { WireSession } from "../src/wire/session.js";
import { ended, eventsOf } from "./wire-events.js";

const SAVED = new Date("2026-11-23T12:00:00Z");
const SECRET = "0123456789abcdef0123456789abcdef";

function recorded() {
  const session = new WireSession();
  session.names.name(SECRET, "Echo");
  const sum = { bytes: 5, head: 1, payload: 2, frames: 3 };
  const of = { token: SECRET, connection: 7, exchange: 1 };
  session.take({ type: "counts", ...of, at_us: 0, up: sum, down: sum });
  for (const event of [...eventsOf("echo"), ended()]) session.take({ ...event, token: SECRET });
  return session;
}

test("a_saved_wire_comes_back_whole_without_its_token", () => {
  const session = recorded();
  const text = toJson(session, SAVED);
  assert.ok(!text.includes(SECRET), "a number is enough");
  const loaded = fromJson(text);
  assert.equal(loaded.saved, SAVED.toISOString());
  const own = session.since().map((event) => ({ ...event, token: "1" }));
  assert.deepEqual(loaded.session.since(), own);
  assert.deepEqual(loaded.session.counts(), session.counts());
  assert.deepEqual([...loaded.session.names.labels], [["1", "Echo"]]);
  assert.equal(loaded.session.epoch_ms, session.epoch_ms);
});

test("a_loaded_wire_can_be_saved_again", () => {
  const text = toJson(recorded(), SAVED);
  assert.equal(toJson(fromJson(text).session, SAVED), text);
});

for (const [what, text, sentence] of /** @type {[string, string, RegExp][]} */ ([
  ["no_json", "%PDF-1.7", /not JSON.*Choose a file/],
  ["other_json", '{"events":[]}', /not a saved wire/],
  ["null", "null", /not a saved wire/],
  ["a_later_version", '{"format":"live-wire","version":2}', /version 2 .* reads version 1/],
  ["no_events", '{"format":"live-wire","version":1,"events":7}', /no list of events/],
  [
    "a_cut_event",
    '{"format":"live-wire","version":1,"events":[{"type":"unit"}]}',
    /Event 1 .*not whole/,
  ],
])) {
  test(`loading_${what}_says_what_is_wrong`, () => {
    assert.throws(() => fromJson(text), { message: sentence });
  });
}

test("an_event_that_was_changed_by_hand_is_found", () => {
  const file = JSON.parse(toJson(recorded(), SAVED));
  const units = file.events.filter((/** @type {any} */ event) => event.type === "unit");
  const [first] = units;
  const good = structuredClone(first.unit);
  for (const [key, value] of /** @type {[string, unknown][]} */ ([
    ["bytes", "zz"],
    ["span", [5, 1]],
    ["direction", "up"],
    ["kind", null],
    ["fields", [{ name: "x", span: [0, 1e9] }]],
    ["fields", [{ name: "x", span: [0, 1], value: { hex: 7 } }]],
  ])) {
    first.unit = { ...good, [key]: value };
    assert.throws(() => fromJson(JSON.stringify(file)), { message: /not whole/ }, key);
  }
  let nested = [{ name: "x", span: [0, 0] }];
  for (let depth = 0; depth < 1000; depth++) {
    nested = [/** @type {any} */ ({ name: "x", span: [0, 0], children: nested })];
  }
  first.unit = { ...good, fields: nested };
  assert.throws(() => fromJson(JSON.stringify(file)), { message: /not whole/ });
});
