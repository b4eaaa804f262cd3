/** @import { ExchangeEvent, Unit, UnitEvent } from "../wire/tap.js" */
import { fromOf } from "../wire/rows/row.js";

/**
 * One thing that crossed: a request, a response, or a frame.
 *
 * @typedef {object} Box
 * @property {number} number what it is known by
 * @property {number} connection which TCP connection of this run, from 1
 * @property {number} exchange
 * @property {number} at_us when its first unit had crossed
 * @property {"client" | "server"} from
 * @property {"request" | "response" | "frame" | "other"} kind
 * @property {number} bytes on the wire
 * @property {UnitEvent[]} units those of the wire first to last (a head and its body, or one frame)
 * @property {UnitEvent[]} content what was read from them: messages, packets
 *
 * A TCP connection that carried some of it.
 * @typedef {{ number: number, requests: number, isWebSocket: boolean, up: number, down: number }} Connection
 */

/** Boxes kept. A dance has about twenty; who talks on has the rest in the wire. */
export const MAX_BOXES = 200;

/** From what the tap tells to boxes on connections. */
export class Boxes {
  /** In the order in which the tap told them. @type {Box[]} */
  #boxes = [];
  /** The tap's number of a connection -> ours, and its exchanges' sums. @type {Map<number, { number: number, sums: Map<number, [up: number, down: number]> }>} */
  #connections = new Map();
  /** Boxes that were not kept. */
  more = 0;

  /** @param {ExchangeEvent} event */
  take(event) {
    if (event.type === "unit") this.#addUnit(event);
    if (event.type !== "counts") return;
    const { sums } = this.#connectionOf(event);
    sums.set(event.exchange, [event.up.bytes, event.down.bytes]);
  }

  /** In the order of time: connections are told of in turn. @returns {Box[]} */
  get inTime() {
    return [...this.#boxes].sort((a, b) => a.at_us - b.at_us || a.number - b.number);
  }

  /** With the wire's own sums, which are right whatever was not told. @returns {Connection[]} */
  get connections() {
    return [...this.#connections.values()].map(({ number, sums }) => {
      const own = this.#boxes.filter((box) => box.connection === number);
      return {
        number,
        requests: sums.size,
        isWebSocket: own.some(({ kind }) => kind === "frame") || own.some(isSwitch),
        up: sum([...sums.values()].map(([up]) => up)),
        down: sum([...sums.values()].map(([, down]) => down)),
      };
    });
  }

  /** @param {{ connection: number }} event */
  #connectionOf({ connection }) {
    const known = this.#connections.get(connection);
    if (known) return known;
    const made = { number: this.#connections.size + 1, sums: new Map() };
    this.#connections.set(connection, made);
    return made;
  }

  /** @param {UnitEvent} event */
  #addUnit(event) {
    const { unit } = event;
    const box = this.#boxes.findLast(
      (box) => box.exchange === event.exchange && box.from === fromOf(unit.direction),
    );
    // A remark tells of bytes that another unit shows.
    if (unit.layer === "remark") return;
    if (unit.layer === "content") box?.content.push(event);
    else if (unit.kind === "body" && box) extend(box, event);
    else this.#push(event);
  }

  /** @param {UnitEvent} event */
  #push(event) {
    const { unit, at_us, exchange } = event;
    const { number: connection } = this.#connectionOf(event);
    if (this.#boxes.length >= MAX_BOXES) {
      this.more += 1;
      return;
    }
    /** @type {Box} */
    const box = {
      number: this.#boxes.length,
      connection,
      exchange,
      at_us,
      from: fromOf(unit.direction),
      kind: kindOf(unit),
      bytes: 0,
      units: [],
      content: [],
    };
    extend(box, event);
    this.#boxes.push(box);
  }
}

/** @param {Box} box @param {UnitEvent} event */
function extend(box, event) {
  box.units.push(event);
  box.bytes += event.unit.span[1] - event.unit.span[0];
}

/** @param {Unit} unit @returns {Box["kind"]} */
function kindOf({ kind }) {
  if (kind === "request_head") return "request";
  if (kind === "response_head") return "response";
  return kind === "frame" ? "frame" : "other";
}

/** The answer that ends HTTP on this connection. @param {Box} box */
export function isSwitch(box) {
  return statusOf(box) === 101;
}

/** @param {Box} box @returns {number | undefined} */
export function statusOf({ units }) {
  return /** @type {number | undefined} */ (units[0]?.unit.status);
}

/** The request's address and method. @param {Box} box */
export function requestOf({ units }) {
  const head = units[0]?.unit;
  const [, query = ""] = String(head?.target ?? "").split("?");
  return { method: String(head?.method ?? ""), query: new URLSearchParams(query) };
}

/** The Engine.IO packets of a box. @param {Box} box @returns {Unit[]} */
export function packetsOf({ content }) {
  return content.map(({ unit }) => unit).filter(({ kind }) => kind === "engine_io");
}

/** The Socket.IO packets of a box. @param {Box} box @returns {Unit[]} */
export function socketPacketsOf({ content }) {
  return content.map(({ unit }) => unit).filter(({ kind }) => kind === "socket_io");
}

/** @param {number[]} numbers */
export function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
