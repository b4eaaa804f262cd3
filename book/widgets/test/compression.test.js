import assert from "node:assert/strict";
import { test } from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { deflatedBytes, frameBytes } from "../src/compression/deflate.js";
import { samples } from "../src/compression/samples.js";

/** The payload of RFC 7692 section 7.2.1. @param {Uint8Array} message */
function permessageDeflate(message) {
  const flushed = deflateRawSync(message, { finishFlush: constants.Z_SYNC_FLUSH });
  assert.deepEqual([...flushed.subarray(-4)], [0, 0, 0xff, 0xff]);
  return flushed.length - 4;
}

/** Texts of every length, compressible and not. */
function messages() {
  const own = Array.from({ length: 120 }, (_, length) =>
    Uint8Array.from({ length: length + 1 }, (_, at) => (at * at * 31 + length) % (length + 7)),
  );
  const known = samples(() => "Grüße. ".repeat(40)).map(({ content }) => content());
  return [...own, ...known].map((it) => (typeof it === "string" ? Buffer.from(it) : it));
}

test("the_estimate_is_the_payload_of_permessage_deflate_or_one_byte_less", async () => {
  const differences = new Set();
  for (const message of messages()) {
    const estimate = await deflatedBytes(Uint8Array.from(message));
    differences.add(permessageDeflate(message) - estimate);
  }
  assert.deepEqual([...differences].sort(), [0, 1]);
});

test("a_frames_head_grows_with_its_length", () => {
  assert.deepEqual([0, 125, 126, 65_535, 65_536].map(frameBytes), [2, 127, 130, 65_539, 65_546]);
});
