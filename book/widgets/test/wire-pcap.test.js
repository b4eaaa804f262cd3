import assert from "node:assert/strict";
import { test } from "node:test";
import { toPcap } from "../src/wire/files/pcap.js";
import { WireSession } from "../src/wire/session.js";
import { ended, eventsOf } from "./wire-events.js";

/** @typedef {{ at_us: number, port: number, fromClient: boolean, seq: number, ack: number,
 *   flags: string, payload: Buffer }} Packet */

/** Reads the file back, and checks both checksums of each packet. @param {any[]} events @returns {Packet[]} */
function packets(events) {
  const session = new WireSession();
  session.epoch_ms = 1_000_000;
  for (const event of events) session.take(event);
  const file = Buffer.concat(toPcap(session));
  assert.equal(file.readUInt32LE(0), 0xa1b2c3d4);
  assert.equal(file.readUInt32LE(20), 101);
  const found = [];
  for (let at = 24; at < file.length;) {
    const time = file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4);
    const length = file.readUInt32LE(at + 8);
    found.push(packet(file.subarray(at + 16, at + 16 + length), time - 1e9));
    at += 16 + length;
  }
  return found;
}

/** @param {Buffer} ip @param {number} at_us @returns {Packet} */
function packet(ip, at_us) {
  assert.equal(ip.readUInt16BE(2), ip.length);
  assert.equal(onesSum(ip.subarray(0, 20)), 0xffff, "checksum of the IP header");
  const tcp = ip.subarray(20);
  const pseudo = Buffer.from([...ip.subarray(12, 20), 0, 6, tcp.length >> 8, tcp.length & 0xff]);
  assert.equal(onesSum(Buffer.concat([pseudo, tcp])), 0xffff, "checksum of TCP");
  const fromClient = ip[15] === 1;
  const bits = tcp.readUInt8(13);
  const names = { SYN: 2, FIN: 1, PSH: 8, ACK: 16 };
  return {
    at_us,
    port: tcp.readUInt16BE(fromClient ? 0 : 2),
    fromClient,
    seq: tcp.readUInt32BE(4),
    ack: tcp.readUInt32BE(8),
    flags: Object.entries(names)
      .flatMap(([name, bit]) => (bits & bit ? name : []))
      .join(" "),
    payload: tcp.subarray((tcp.readUInt8(12) >> 4) * 4),
  };
}

/** @param {Buffer} bytes */
function onesSum(bytes) {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return sum;
}

/** @param {Packet[]} packets */
const withData = (packets) => packets.filter(({ payload }) => payload.length > 0);

test("each_read_is_a_packet_with_its_bytes_and_its_time", () => {
  const events = eventsOf("echo");
  const reads = events.filter(({ type }) => type === "read");
  const data = withData(packets(events));
  assert.deepEqual(
    data.map(({ payload }) => payload.length),
    reads.map(({ span }) => span[1] - span[0]),
  );
  assert.deepEqual(
    data.map(({ at_us }) => at_us),
    reads.map(({ at_us }) => at_us),
  );
  assert.equal(data[1]?.payload.toString().split("\r\n")[0], "HTTP/1.1 101 Switching Protocols");
});

test("the_handshake_comes_first_and_the_end_last_and_every_number_fits", () => {
  const all = packets([...eventsOf("echo"), ended()]);
  const flags = all.map(({ flags }) => flags);
  assert.deepEqual(flags.slice(0, 3), ["SYN", "SYN ACK", "ACK"]);
  assert.deepEqual(flags.slice(-3), ["FIN ACK", "FIN ACK", "ACK"]);
  const next = { true: all[0]?.seq, false: all[1]?.seq };
  for (const { fromClient, seq, ack, flags, payload } of all) {
    assert.equal(seq, next[`${fromClient}`]);
    if (flags !== "SYN") assert.equal(ack, next[`${!fromClient}`]);
    next[`${fromClient}`] = seq + payload.length + (/SYN|FIN/.test(flags) ? 1 : 0);
  }
});

test("exchanges_of_one_connection_follow_each_other_and_another_connection_has_its_port", () => {
  const first = eventsOf("polling");
  const again = first.map((event) => ({ ...event, exchange: 2, token: "other" }));
  const elsewhere = first.map((event) => ({ ...event, connection: 8, exchange: 3 }));
  const all = packets([...first, ...again, ...elsewhere]);
  assert.deepEqual([...new Set(all.map(({ port }) => port))], [49152, 49153]);
  const sent = all.filter(({ port, fromClient }) => port === 49152 && fromClient);
  for (const [index, { seq, payload, flags }] of sent.slice(0, -1).entries()) {
    assert.equal(sent[index + 1]?.seq, seq + payload.length + (flags === "SYN" ? 1 : 0));
  }
  assert.ok(!all.some(({ flags }) => flags.includes("FIN")), "kept alive: nobody saw it end");
});

test("bytes_that_are_not_known_are_a_gap_in_the_numbers", () => {
  const lost = eventsOf("echo").filter(
    ({ type, unit }) => type !== "unit" || unit.summary !== "text, 5 bytes",
  );
  const whole = withData(packets(eventsOf("echo")));
  const data = withData(packets(lost));
  assert.equal(data.length, whole.length - 1);
  assert.deepEqual(data.at(-1), whole.at(-1), "what follows keeps its place");
});

test("a_gap_may_stand_in_the_middle_of_a_read", () => {
  const of = { token: "t", connection: 7, exchange: 1, at_us: 0 };
  const direction = "server_to_client";
  const unit = (/** @type {number} */ at, /** @type {string} */ bytes) => ({
    ...{ type: "unit", ...of },
    unit: { direction, layer: "wire", kind: "frame", span: [at, at + 2], bytes, fields: [] },
  });
  const read = { type: "read", ...of, direction, span: [0, 6] };
  const data = withData(packets([read, unit(0, "8100"), unit(4, "8900")]));
  assert.deepEqual(
    data.map(({ seq, payload }) => [seq - (data[0]?.seq ?? 0), payload.toString("hex")]),
    [
      [0, "8100"],
      [4, "8900"],
    ],
  );
});

test("after_a_drop_of_unknown_length_there_is_another_connection", () => {
  const of = { token: "t", connection: 7, exchange: 1 };
  const dropped = { type: "dropped", ...of, bytes: 3, why: "behind", sentence: "" };
  const later = eventsOf("polling").map((event) => ({ ...event, exchange: 2 }));
  const ports = packets([...eventsOf("echo"), dropped, ...later]).map(({ port }) => port);
  assert.deepEqual([...new Set(ports)], [49152, 49153]);
});

test("a_write_larger_than_a_packet_is_several", () => {
  const of = { token: "t", connection: 7, exchange: 1 };
  const span = [0, 70_001];
  const unit = { direction: "server_to_client", layer: "wire", kind: "frame", summary: "", span };
  const data = withData(
    packets([
      { type: "read", ...of, direction: "server_to_client", at_us: 0, span },
      { type: "unit", ...of, at_us: 0, unit: { ...unit, bytes: "ab".repeat(70_001), fields: [] } },
    ]),
  );
  assert.deepEqual(
    data.map(({ payload }) => payload.length),
    [65_495, 4_506],
  );
});
