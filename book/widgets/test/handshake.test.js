import assert from "node:assert/strict";
import { test } from "node:test";
import { SAMPLE_KEY, acceptSteps, keyProblem } from "../src/handshake/accept.js";
import { answerIn, brokenRules, headerIn } from "../src/handshake/answer.js";

test("the_accept_is_that_of_the_rfc", () => {
  const { joined, hash, accept } = acceptSteps(SAMPLE_KEY);
  assert.equal(joined, "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  // RFC 6455 section 1.3.
  assert.equal(hash, "b3 7a 4f 2c c0 62 4f 16 90 f6 46 06 cf 38 59 45 b2 be c4 ea");
  assert.equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});

test("a_key_is_sixteen_bytes_in_base64", () => {
  assert.equal(keyProblem(SAMPLE_KEY), "");
  assert.match(keyProblem("c2hvcnQ="), /Base64 of 5 bytes/);
  assert.match(keyProblem("dGhlIHNhbXBsZSBub25jZQ"), /not Base64/);
  assert.match(keyProblem("not base64!"), /not Base64/);
});

/** @param {string} kind @param {string} text @param {object} [more] @returns {any} */
function unit(kind, text, more) {
  const direction = kind === "request_head" ? "client_to_server" : "server_to_client";
  return { kind, direction, bytes: Buffer.from(text).toString("hex"), ...more };
}

test("an_answer_is_read_from_its_units", () => {
  const units = [
    unit("request_head", "GET /ws/echo HTTP/1.1\r\nSec-WebSocket-Key:  abc \r\n\r\n"),
    unit("malformed", "", { sentence: "No.", section: "RFC 1" }),
    unit("response_head", "HTTP/1.1 400 Bad Request\r\nA: b\r\nC: d\r\n\r\n"),
    unit("body", "Because.\n"),
  ];
  const answer = {
    status: "HTTP/1.1 400 Bad Request",
    headers: ["A: b", "C: d"],
    sentence: "Because.",
  };
  assert.deepEqual(answerIn(units), answer);
  assert.deepEqual(brokenRules(units), ["No. (RFC 1)"]);
  assert.equal(headerIn(units[0], "sec-websocket-key"), "abc");
  assert.equal(headerIn(units[0], "origin"), "");
});
