import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LESSONS, lessonOf } from "../src/wire/view/lesson.js";
import { eventsOf } from "./wire-events.js";

test("each_link_leads_to_a_lesson_with_that_title_and_that_heading", () => {
  for (const { href, title } of Object.values(LESSONS)) {
    const [page, anchor] = href.split("#");
    const url = new URL(`../../src/${page?.replace(".html", ".md")}`, import.meta.url);
    const lesson = readFileSync(url, "utf8");
    assert.match(lesson, new RegExp(`^# ${title}$`, "m"), href);
    const slugs = [...lesson.matchAll(/^#+ (.*?)(?: \{#(.*)\})?$/gm)].map(
      ([, heading = "", id]) =>
        id ??
        heading
          .toLowerCase()
          .replace(/[^a-z0-9 _-]/g, "")
          .replaceAll(" ", "-"),
    );
    if (anchor) assert.ok(slugs.includes(anchor), `${href} is not one of ${slugs}`);
  }
});

test("each_kind_of_unit_has_its_lesson", () => {
  const names = ["echo", "polling", "server-sent-events", "socketio-websocket", "broken-frames"];
  const units = names.flatMap(eventsOf).flatMap(({ unit }) => (unit ? [unit] : []));
  const pages = (/** @type {(unit: any) => boolean} */ fits) => [
    ...new Set(units.filter(fits).map((unit) => lessonOf(unit).href)),
  ];
  assert.deepEqual(
    pages(({ header }) => header?.opcode === "ping"),
    [LESSONS.heartbeat?.href],
  );
  assert.deepEqual(
    pages(({ header }) => header?.opcode === "text"),
    [LESSONS.frame?.href],
  );
  for (const [kind, lesson] of Object.entries({
    request_head: LESSONS.head,
    body: LESSONS.body,
    sse_event: LESSONS.event,
    socket_io: LESSONS.socket,
    socket_io_attachment: LESSONS.attachment,
    malformed: LESSONS.malformed,
    message: LESSONS.message,
  })) {
    assert.deepEqual(
      pages((unit) => unit.kind === kind),
      [lesson?.href],
      kind,
    );
  }
});

test("packets_of_the_upgrade_lead_to_its_lesson_and_heartbeats_do_not", () => {
  const href = (/** @type {string} */ packet_type, /** @type {string} */ bytes) =>
    lessonOf(/** @type {any} */ ({ kind: "engine_io", packet_type, bytes })).href;
  assert.equal(href("ping", "3270726f6265"), LESSONS.upgrade?.href);
  assert.equal(href("pong", "3370726f6265"), LESSONS.upgrade?.href);
  assert.equal(href("upgrade", "35"), LESSONS.upgrade?.href);
  assert.equal(href("noop", "36"), LESSONS.upgrade?.href);
  assert.equal(href("ping", "32"), LESSONS.engine?.href);
  assert.equal(href("open", "307b7d"), LESSONS.engine?.href);
});
