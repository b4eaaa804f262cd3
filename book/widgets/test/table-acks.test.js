import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import asker from "../src/table/acks/asker.js";
import { codeLines } from "../src/table/count-code.js";
import { arrived, duration, many } from "../src/table/words.js";

/** A room in which this page speaks, and somebody else. */
class Room extends EventTarget {
  /** @type {string[]} */
  sent = [];
  send(/** @type {string} */ text) {
    this.sent.push(text);
    // A room repeats to who speaks what is said.
    this.hear({ type: "message", text });
  }
  hear(/** @type {unknown} */ event) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(event) }));
  }
  answer(/** @type {number} */ number, /** @type {string} */ answer) {
    this.hear({ type: "message", text: JSON.stringify({ number, answer }) });
  }
}

function open() {
  const room = new Room();
  return { room, ask: asker(/** @type {any} */ (room)) };
}

test("an_answer_is_matched_with_its_question_by_number", async () => {
  const { room, ask } = open();
  const [soup, fish] = [ask("Soup?", 1000), ask("Fish?", 1000)];
  room.hear({ type: "joined", member: { id: 2, name: "Bo" } });
  room.answer(2, "no");
  room.answer(1, "yes");
  assert.deepEqual(await Promise.all([soup, fish]), ["yes", "no"]);
  assert.equal(room.sent[0], '{"number":1,"question":"Soup?"}');
});

test("a_question_fails_when_its_answer_is_late", async () => {
  const { room, ask } = open();
  await assert.rejects(ask("Soup?", 1), /no answer in time/);
  room.answer(1, "yes");
  const next = ask("Fish?", 1000);
  room.answer(2, "no");
  assert.equal(await next, "no");
});

test("lines_are_counted_without_comments_and_empty_lines", async () => {
  assert.deepEqual(codeLines("/** A\n * B */\nlet a;\n\n  // c\n  /** d */\n  a();\n"), [
    "let a;",
    "  a();",
  ]);
  const path = new URL("../src/table/acks/asker.js", import.meta.url);
  const lines = codeLines(await readFile(path, "utf8"));
  assert.match(lines[0] ?? "", /^export default function asker/);
  assert.equal(lines.join("\n").includes("*"), false);
});

test("results_are_short", () => {
  assert.deepEqual([0.42, 99.96, 312.4, 2100].map(duration), [
    "0.4 ms",
    "100.0 ms",
    "312 ms",
    "2.1 s",
  ]);
  assert.equal(arrived(0, 5), "0 of 5 arrived");
  assert.deepEqual([many(1, "frame"), many(2, "frame")], ["1 frame", "2 frames"]);
});
