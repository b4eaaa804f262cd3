import assert from "node:assert/strict";
import { test } from "node:test";
import {
  describeRoomEvent,
  membersAfter,
  nameProblem,
  parseRoomEvent,
  roomLink,
  roomPath,
  roomProblem,
} from "../src/room.js";

const ada = { id: 1, name: "Ada" };
const bo = { id: 2, name: "Bo" };

test("a_room_name_is_1_to_32_of_small_letters_digits_and_hyphens", () => {
  for (const name of ["a", "class-7b", "x".repeat(32)]) assert.equal(roomProblem(name), "");
  for (const name of ["", "Lobby", "a b", "é", "x".repeat(33), "../x"]) {
    assert.notEqual(roomProblem(name), "", name);
  }
});

test("a_member_name_is_1_to_24_printable_characters", () => {
  for (const name of ["Ada", "Žofie 2", "👋".repeat(24)]) assert.equal(nameProblem(name), "");
  for (const name of ["", "a\nb", "x".repeat(25)]) assert.notEqual(nameProblem(name), "");
});

test("the_link_keeps_the_rest_of_the_address", () => {
  assert.equal(
    roomLink("http://h:1/broadcast.html?playground=http%3A%2F%2Fh%3A2&room=old#top", "new"),
    "http://h:1/broadcast.html?playground=http%3A%2F%2Fh%3A2&room=new",
  );
});

test("a_name_is_escaped_in_the_address", () => {
  assert.equal(roomPath("lobby", "A&B=C"), "/ws/broadcast/lobby?name=A%26B%3DC");
});

test("what_is_no_room_event_is_not_taken_for_one", () => {
  for (const text of ["", "null", "[]", "{", '{"type":"other"}']) {
    assert.equal(parseRoomEvent(text), null, text);
  }
  assert.deepEqual(parseRoomEvent('{"type":"missed","count":7}'), { type: "missed", count: 7 });
});

test("members_come_and_go", () => {
  const welcome = /** @type {const} */ ({
    type: "welcome",
    room: "r",
    you: bo,
    members: [ada, bo],
  });
  const two = membersAfter([], welcome);
  assert.deepEqual(two, [ada, bo]);
  // A member that is in the welcome may be told as joined once more.
  assert.deepEqual(membersAfter(two, { type: "joined", member: ada }), [bo, ada]);
  assert.deepEqual(membersAfter(two, { type: "left", member: ada }), [bo]);
  assert.deepEqual(membersAfter(two, { type: "missed", count: 1 }), two);
});

test("every_event_is_one_line", () => {
  assert.equal(describeRoomEvent({ type: "joined", member: bo }), "Bo joined");
  assert.equal(describeRoomEvent({ type: "left", member: bo }), "Bo left");
  assert.equal(describeRoomEvent({ type: "message", seq: 1, from: ada, text: "hi" }), "Ada: hi");
  assert.match(describeRoomEvent({ type: "missed", count: 7 }), /missed 7 messages/);
});
