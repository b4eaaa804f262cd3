/** @import { UnitEvent } from "../tap.js" */
/** @import { Group, Row } from "./row.js" */
/** @import { KeptEvent, WireSession } from "../session.js" */
import {
  contains,
  fromOf,
  groupOf,
  hasContentForm,
  isHeartbeat,
  kindOf,
  noteRow,
  overlaps,
  readRow,
  unitRow,
} from "./row.js";

/**
 * - `messages`: what the reader's code sees, and what has no such form (heads, control frames)
 * - `frames`: every byte once, as the standards cut them
 * - `reads`: every byte once, as TCP handed them over
 *
 * @typedef {"messages" | "frames" | "reads"} Level
 */

/** Rows that a content unit may belong to: it comes right after the units that it was read from. */
const LOOKBACK = 64;

/** A unit that stands inside another: both are one row. @type {Record<string, string>} */
const INSIDE = { engine_io: "message", socket_io: "engine_io", socket_io_attachment: "engine_io" };

/** The rows of a session at one level, without what is hidden. It follows the session with `refresh`. */
export class Timeline {
  #session;
  #next = 0;
  #last_us = 0;
  /** All rows of the level, hidden ones too. @type {Row[]} */
  #all = [];
  /** Those to show. @type {Row[]} */
  rows = [];
  /** @type {Level} */
  #level = "messages";
  /** @type {Set<Group>} */
  #hidden = new Set();
  /** While it is paused: the number of the first event that is not shown. @type {number | null} */
  #until = null;

  /** @param {WireSession} session */
  constructor(session) {
    this.#session = session;
  }

  /** Shows another session at the same level. @param {WireSession} session */
  follow(session) {
    this.#session = session;
    this.#until = null;
    this.reset();
  }

  /** @param {Level} level */
  set level(level) {
    this.#level = level;
    this.reset();
  }

  get level() {
    return this.#level;
  }

  /** @param {Group} group @param {boolean} shown */
  show(group, shown) {
    if (shown) this.#hidden.delete(group);
    else this.#hidden.add(group);
    this.rows = this.#all.filter((row) => !this.#hidden.has(row.group));
  }

  /** All over again, as far as the session still knows. */
  reset() {
    this.#all = [];
    this.rows = [];
    this.#next = 0;
    this.#catchUp(this.#until ?? this.#session.next);
  }

  /** Adds what has come since, and leaves out what the session has forgotten. */
  refresh() {
    if (this.#until === null) this.#catchUp(this.#session.next);
  }

  /** From now on nothing comes and nothing goes, whatever the session does. */
  pause() {
    this.#until = this.#next;
  }

  resume() {
    this.#until = null;
    this.refresh();
  }

  get isPaused() {
    return this.#until !== null;
  }

  /** @param {number} until the number of the first event that is not shown */
  #catchUp(until) {
    const { first } = this.#session;
    this.#all = without(this.#all, first);
    this.rows = without(this.rows, first);
    let number = Math.max(this.#next, first);
    for (const event of this.#session.since(number).slice(0, Math.max(0, until - number))) {
      this.#add(event, number++);
    }
    this.#next = number;
  }

  /** Events that `resume` would bring. */
  get waiting() {
    return this.#session.next - this.#next;
  }

  /** @param {KeptEvent} event @param {number} number */
  #add(event, number) {
    this.#last_us = "at_us" in event ? event.at_us : this.#last_us;
    if (event.type === "unit") this.#addUnit(event, number);
    else if (event.type !== "read") this.#push(noteRow(event, number, this.#last_us));
    else if (this.#level === "reads") this.#push(readRow(event, number, this.#session));
  }

  /** @param {UnitEvent} event @param {number} number */
  #addUnit(event, number) {
    const { unit } = event;
    if (this.#level === "messages") {
      if (hasContentForm(unit)) return;
      if (unit.layer === "content" && this.#isPartOfRow(event)) return;
      if (unit.layer === "content") this.#replaceBodies(event);
      this.#push(unitRow(event, number));
    } else if (this.#level === "frames" && unit.layer !== "content") {
      this.#push(unitRow(event, number));
    } else if (isHeartbeat(unit)) {
      this.#markHeartbeat(event);
    }
  }

  /** @param {Row} row */
  #push(row) {
    this.#all.push(row);
    if (!this.#hidden.has(row.group)) this.rows.push(row);
  }

  /** A packet inside a message is the same row, told one layer further. @param {UnitEvent} event */
  #isPartOfRow(event) {
    const outer = INSIDE[event.unit.kind];
    const row = this.#recent(event, (row) => {
      const last = row.units.at(-1)?.unit;
      return last?.kind === outer && last?.span !== undefined && contains(last, event.unit);
    });
    if (!row) return false;
    row.units.push(event);
    row.kind = kindOf(event.unit);
    row.summary = event.unit.summary;
    this.#regroup(row, groupOf(event.unit));
    return true;
  }

  /** A body that is read as events or packets has its content form now. @param {UnitEvent} event */
  #replaceBodies(event) {
    const ofBody = (/** @type {Row} */ row) =>
      row.kind === "body" && overlaps(/** @type {UnitEvent} */ (row.event).unit, event.unit);
    for (let row = this.#recent(event, ofBody); row; row = this.#recent(event, ofBody)) {
      this.#all.splice(this.#all.lastIndexOf(row), 1);
      const shown = this.rows.lastIndexOf(row);
      if (shown >= 0) this.rows.splice(shown, 1);
    }
  }

  /** What carried nothing but a heartbeat is one. @param {UnitEvent} event */
  #markHeartbeat(event) {
    const carries = (/** @type {Row} */ row) => {
      const { event: own } = row;
      if (own.type === "read")
        return (
          own.span[0] <= event.unit.span[0] &&
          own.span[1] === event.unit.span[1] &&
          this.#session.unitsOf(own).length <= 1
        );
      return row.kind === "frame" && own.type === "unit" && contains(own.unit, event.unit);
    };
    const row = this.#recent(event, carries);
    if (row) this.#regroup(row, "heartbeats");
  }

  /** @param {Row} row @param {Group} group */
  #regroup(row, group) {
    if (row.group === group) return;
    const wasShown = !this.#hidden.has(row.group);
    row.group = group;
    const shown = !this.#hidden.has(group);
    if (wasShown && !shown) this.rows.splice(this.rows.lastIndexOf(row), 1);
    if (wasShown || !shown) return;
    const before = this.rows.findLastIndex(({ number }) => number < row.number);
    this.rows.splice(before + 1, 0, row);
  }

  /**
   * The last row of the same direction of the same exchange that fits.
   *
   * @param {UnitEvent} event @param {(row: Row) => boolean} fits
   */
  #recent(event, fits) {
    const from = fromOf(event.unit.direction);
    for (let index = this.#all.length - 1; index >= this.#all.length - LOOKBACK; index--) {
      const row = this.#all[index];
      if (!row) return undefined;
      const same = row.event.token === event.token && row.event.exchange === event.exchange;
      if (same && row.from === from && fits(row)) return row;
    }
    return undefined;
  }
}

/** @param {Row[]} rows @param {number} first the number of the first event that is still kept */
function without(rows, first) {
  const kept = rows.findIndex((row) => row.number >= first);
  return kept === 0 ? rows : kept < 0 ? [] : rows.slice(kept);
}
