/** @import { Direction, ReadEvent, UnitEvent } from "../tap.js" */
/** @import { KeptEvent, WireSession } from "../session.js" */
import { pieces } from "../rows/bytes-of.js";
import { TcpPackets } from "./tcp-packets.js";

/** The link type of packets that begin with their IP header. */
const LINKTYPE_RAW = 101;
/** Of the classic format, with microseconds. */
const MAGIC = 0xa1b2c3d4;
const SNAP_LENGTH = 0x40000;

/**
 * The session as a packet capture that Wireshark opens. The payload of each packet is one read or write of
 * the playground's socket. IP and TCP headers are made up, and fit: handshake, sequence numbers, checksums,
 * end. Bytes that are not known leave a gap in the sequence numbers, like packets that a capture missed.
 *
 * @param {WireSession} session
 * @returns {Uint8Array<ArrayBuffer>[]} the parts of the file
 */
export function toPcap(session) {
  const file = [fileHeader()];
  const emit = (/** @type {Uint8Array<ArrayBuffer>} */ packet, /** @type {number} */ at_us) =>
    file.push(recordHeader(packet.length, session.epoch_ms * 1000 + at_us), packet);
  /** Flows that go on, by connection. @type {Map<number, Flow>} */
  const flows = new Map();
  let made = 0;
  for (const event of session.since()) {
    const flow = flows.get(event.connection);
    if (event.type === "read") {
      const its = flow ?? new Flow(new TcpPackets(made++, emit), event.at_us);
      flows.set(event.connection, its);
      its.read(event, session.unitsOf(event));
    } else if (event.type === "dropped") {
      // How many bytes go which way from here on is not known, so what follows is another TCP connection.
      flows.delete(event.connection);
    } else if (event.type === "ended" && flow?.isUpgraded) {
      flow.end(event.at_us);
      flows.delete(event.connection);
    } else if (event.type === "unit" && event.unit.status === 101 && flow) {
      flow.isUpgraded = true;
    }
  }
  return file;
}

/** The exchanges of one connection, one after the other, as far as they are known without a break. */
class Flow {
  /** After a 101 the exchange is all that is left of the connection. */
  isUpgraded = false;
  #packets;
  #exchange = "";
  /** How far each direction has come, and where its current exchange began. */
  #end = { client: 0, server: 0 };
  #base = { client: 0, server: 0 };

  /** @param {TcpPackets} packets @param {number} at_us */
  constructor(packets, at_us) {
    this.#packets = packets;
    packets.open(at_us);
  }

  /** @param {ReadEvent} read @param {UnitEvent[]} units */
  read(read, units) {
    const exchange = `${read.token} ${read.exchange}`;
    if (exchange !== this.#exchange) this.#base = { ...this.#end };
    this.#exchange = exchange;
    const side = read.direction === "client_to_server" ? "client" : "server";
    const begin = this.#base[side] + read.span[0];
    this.#packets.miss(side, begin - this.#end[side]);
    for (const run of runs(units, read.span)) {
      if (typeof run === "number") this.#packets.miss(side, run);
      else this.#packets.data(side, run, read.at_us);
    }
    this.#end[side] = this.#base[side] + read.span[1];
  }

  /** @param {number} at_us */
  end(at_us) {
    this.#packets.close(at_us);
  }
}

/**
 * Bytes that follow each other, and counts of those that are not known.
 *
 * @param {UnitEvent[]} units @param {[number, number]} span
 */
function runs(units, span) {
  /** @type {(Uint8Array | number)[]} */
  const found = [];
  let hex = "";
  for (const piece of pieces(units, span)) {
    if (piece.hex !== null) hex += piece.hex;
    else {
      found.push(fromHex(hex), piece.span[1] - piece.span[0]);
      hex = "";
    }
  }
  return [...found, fromHex(hex)];
}

/** @param {string} hex */
function fromHex(hex) {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}

function fileHeader() {
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, MAGIC, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, SNAP_LENGTH, true);
  header.setUint32(20, LINKTYPE_RAW, true);
  return new Uint8Array(header.buffer);
}

/** @param {number} length @param {number} at_us since 1970 */
function recordHeader(length, at_us) {
  const header = new DataView(new ArrayBuffer(16));
  header.setUint32(0, Math.floor(at_us / 1e6), true);
  header.setUint32(4, Math.floor(at_us % 1e6), true);
  header.setUint32(8, length, true);
  header.setUint32(12, length, true);
  return new Uint8Array(header.buffer);
}
