import assert from "node:assert/strict";
import { test } from "node:test";
import { describePayload, parseHex, samePayload, toHex } from "../src/payload.js";

test("hex_is_read_with_and_without_separators", () => {
  for (const typed of ["68 69", "6869", "0x68, 0x69", " 68\t69 "]) {
    assert.deepEqual(parseHex(typed), Uint8Array.of(0x68, 0x69), typed);
  }
  assert.deepEqual(parseHex(""), new Uint8Array());
});

test("half_bytes_and_other_letters_are_no_hex", () => {
  for (const typed of ["6", "68 6", "zz", "68;69"]) assert.equal(parseHex(typed), null, typed);
});

test("hex_comes_back_as_it_went", () => {
  assert.deepEqual(parseHex(toHex(Uint8Array.of(0, 15, 255))), Uint8Array.of(0, 15, 255));
});

test("a_long_message_shows_its_start_and_its_size", () => {
  assert.equal(describePayload("hi"), "hi");
  assert.match(describePayload("é".repeat(600)), /^é{500}… \(1200 bytes\)$/);
  assert.equal(describePayload(new ArrayBuffer(0)), "binary, 0 bytes");
  assert.equal(describePayload(Uint8Array.of(1)), "binary, 1 byte: 01");
  const long = describePayload(new Uint8Array(65536));
  assert.match(long, /^binary, 65536 bytes: (00 ){32}…$/);
});

test("text_and_binary_are_never_the_same", () => {
  assert.equal(samePayload("hi", Uint8Array.of(0x68, 0x69)), false);
  assert.equal(samePayload(Uint8Array.of(1, 2), Uint8Array.of(1, 2).buffer), true);
  assert.equal(samePayload(Uint8Array.of(1, 2), Uint8Array.of(1, 3)), false);
});
