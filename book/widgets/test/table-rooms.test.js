import assert from "node:assert/strict";
import { test } from "node:test";
import {
  MEMBERS,
  NAMESPACES,
  ROOMS,
  describe,
  placesOf,
  verdict,
} from "../src/table/rooms/plan.js";

const RED = /** @type {const} */ ({ namespace: "/rooms", room: "red", to: "all" });

test("each_room_of_each_namespace_has_other_members", () => {
  const groups = NAMESPACES.flatMap((namespace) =>
    ROOMS.map((room) =>
      MEMBERS.filter(({ rooms }) => rooms[namespace].includes(room))
        .map(({ name }) => name)
        .join(),
    ),
  );
  assert.deepEqual(groups, ["Ada,Bo", "Ada,Cy", "Ada,Cy,Di", "Ada,Di"]);
});

test("places_are_as_many_as_rooms_joined", () => {
  assert.deepEqual(
    MEMBERS.map((member) => placesOf(member).length),
    [4, 1, 2, 2],
  );
});

test("what_is_said_is_told_in_words", () => {
  assert.equal(describe(RED), "red in /rooms, to all");
  assert.equal(describe({ ...RED, to: "others" }), "red in /rooms, to all but me");
});

test("a_right_prediction_needs_no_reasons", () => {
  assert.equal(verdict(RED, new Set(["Ada", "Bo"]), new Set(["Bo", "Ada"])), "As you predicted.");
});

test("a_wrong_prediction_gets_a_reason_for_each_member", () => {
  assert.equal(
    verdict(RED, new Set(["Cy", "Di"]), new Set(["Ada", "Bo"])),
    "Ada got it: who speaks to all hears it too, in red of /rooms. " +
      "Bo got it: in red of /rooms. " +
      "Cy did not get it: in red of /rooms-2, and that is another red. " +
      "Di did not get it: in red of /rooms-2, and that is another red.",
  );
  assert.equal(
    verdict({ ...RED, to: "others" }, new Set(["Ada", "Bo"]), new Set(["Bo"])),
    "Ada did not get it: “all but me” leaves out who speaks.",
  );
});
