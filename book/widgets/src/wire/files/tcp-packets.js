/** @import { Direction } from "../tap.js" */

/** Addresses that RFC 5737 keeps for examples: nobody takes them for real ones. */
const ADDRESS = { client: [192, 0, 2, 1], server: [192, 0, 2, 2] };
/** Readers of captures look for HTTP there. */
const SERVER_PORT = 80;
const FIRST_CLIENT_PORT = 49_152;
const CLIENT_PORTS = 16_384;

/** Where each side begins to count. */
const INITIAL = { client: 1_000_000, server: 2_000_000 };

const IP_HEADER = 20;
const TCP_HEADER = 20;
/** An IPv4 packet says its length in 16 bits. */
const MAX_PAYLOAD = 65_535 - IP_HEADER - TCP_HEADER;
/** Of a SYN: the largest segment, and window scale 14 (RFC 7323), so that no write is larger than the window. */
const OPTIONS = [2, 4, MAX_PAYLOAD >> 8, MAX_PAYLOAD & 0xff, 3, 3, 14, 0];

const FIN = 0x01;
const SYN = 0x02;
const PSH = 0x08;
const ACK = 0x10;

/** @typedef {"client" | "server"} Side */

/** One made-up TCP connection: IPv4 packets with right sequence numbers and checksums. */
export class TcpPackets {
  #port;
  #emit;
  /** What each side sends next. @type {Record<Side, number>} */
  #next = { client: INITIAL.client, server: INITIAL.server };

  /**
   * @param {number} index which connection, from 0
   * @param {(packet: Uint8Array<ArrayBuffer>, at_us: number) => void} emit
   */
  constructor(index, emit) {
    this.#port = FIRST_CLIENT_PORT + (index % CLIENT_PORTS);
    this.#emit = emit;
  }

  /** SYN, SYN-ACK, ACK. @param {number} at_us */
  open(at_us) {
    this.#send("client", SYN, at_us);
    this.#send("server", SYN | ACK, at_us);
    this.#send("client", ACK, at_us);
  }

  /** What one side wrote at once. @param {Side} side @param {Uint8Array} payload @param {number} at_us */
  data(side, payload, at_us) {
    for (let from = 0; from < payload.length; from += MAX_PAYLOAD) {
      this.#send(side, PSH | ACK, at_us, payload.subarray(from, from + MAX_PAYLOAD));
    }
  }

  /** Bytes that one side sent and nobody knows. @param {Side} side @param {number} count */
  miss(side, count) {
    this.#next[side] += count;
  }

  /** Both sides say that they are done: the server first, as RFC 6455 section 7.1.1 asks. @param {number} at_us */
  close(at_us) {
    this.#send("server", FIN | ACK, at_us);
    this.#send("client", FIN | ACK, at_us);
    this.#send("server", ACK, at_us);
  }

  /** @param {Side} side @param {number} flags @param {number} at_us @param {Uint8Array} payload */
  #send(side, flags, at_us, payload = new Uint8Array()) {
    const options = flags & SYN ? OPTIONS : [];
    const tcp = new Uint8Array(TCP_HEADER + options.length + payload.length);
    const view = new DataView(tcp.buffer);
    const other = side === "client" ? "server" : "client";
    view.setUint16(0, side === "client" ? this.#port : SERVER_PORT);
    view.setUint16(2, side === "client" ? SERVER_PORT : this.#port);
    view.setUint32(4, this.#next[side]);
    view.setUint32(8, flags & ACK ? this.#next[other] : 0);
    view.setUint8(12, ((TCP_HEADER + options.length) / 4) << 4);
    view.setUint8(13, flags);
    view.setUint16(14, 0xffff);
    tcp.set(options, TCP_HEADER);
    tcp.set(payload, TCP_HEADER + options.length);
    const pseudo = [...ADDRESS[side], ...ADDRESS[other], 0, 6, tcp.length >> 8, tcp.length & 0xff];
    view.setUint16(16, checksum(sum(tcp, sum(pseudo))));
    this.#next[side] += payload.length + (flags & (SYN | FIN) ? 1 : 0);
    this.#emit(ipv4(ADDRESS[side], ADDRESS[other], tcp), at_us);
  }
}

/** @param {number[]} from @param {number[]} to @param {Uint8Array} payload */
function ipv4(from, to, payload) {
  const packet = new Uint8Array(IP_HEADER + payload.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint16(6, 0x4000);
  view.setUint8(8, 64);
  view.setUint8(9, 6);
  packet.set(from, 12);
  packet.set(to, 16);
  view.setUint16(10, checksum(sum(packet.subarray(0, IP_HEADER))));
  packet.set(payload, IP_HEADER);
  return packet;
}

/** The sum of RFC 1071, before it is folded: an odd last byte counts as if a zero followed. @param {ArrayLike<number>} bytes */
function sum(bytes, start = 0) {
  let total = start;
  for (let at = 0; at < bytes.length; at += 2) {
    total += ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);
  }
  return total;
}

/** @param {number} total */
function checksum(total) {
  let folded = total;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
