/** @import { Direction, Field, ReadEvent, Unit, UnitEvent } from "../tap.js" */

/**
 * A piece of one direction's stream. Without `hex` its bytes are not known: forgotten, not kept by the
 * server, or of a unit that has not ended.
 *
 * @typedef {{ span: [number, number], hex: string | null }} Piece
 */

/**
 * The bytes of a span, from the wire units that hold them.
 *
 * @param {UnitEvent[]} units in the order of the stream
 * @param {[number, number]} span
 * @returns {Piece[]} without gap or overlap
 */
export function pieces(units, [from, to]) {
  /** @type {Piece[]} */
  const found = [];
  let at = from;
  for (const { unit } of units) {
    const begin = Math.max(at, unit.span[0]);
    // A payload over the decoder's bound is counted, not kept: such a unit has fewer bytes than its span.
    const end = Math.min(to, unit.span[0] + unit.bytes.length / 2);
    if (begin >= end) continue;
    if (begin > at) found.push({ span: [at, begin], hex: null });
    const digits = unit.bytes.slice((begin - unit.span[0]) * 2, (end - unit.span[0]) * 2);
    found.push({ span: [begin, end], hex: digits });
    at = end;
  }
  if (at < to) found.push({ span: [at, to], hex: null });
  return found;
}

/**
 * One read or write in the form of a unit: its fields are the units that came in it, or their parts.
 *
 * @param {ReadEvent} read
 * @param {UnitEvent[]} units those that hold its bytes
 * @returns {Unit}
 */
export function readUnit(read, units) {
  const known = pieces(units, read.span).filter(({ hex }) => hex !== null);
  let at = 0;
  const fields = known.map(({ span, hex }) => {
    const { unit } = /** @type {UnitEvent} */ (units.find((event) => holds(event.unit, span)));
    const start = at;
    at += (hex ?? "").length / 2;
    return partOf(unit, span, [start, at]);
  });
  return {
    direction: read.direction,
    layer: "wire",
    kind: kindOfRead(read.direction),
    summary: readSummary(read, units),
    span: read.span,
    bytes: known.map(({ hex }) => hex).join(""),
    fields,
  };
}

/** The server's side of TCP: it reads what the client sent. @param {Direction} direction */
export function kindOfRead(direction) {
  return direction === "client_to_server" ? "read" : "write";
}

/**
 * What came in one read or write.
 *
 * @param {ReadEvent} read
 * @param {UnitEvent[]} units those that hold its bytes
 */
export function readSummary({ span }, units) {
  const words = units.slice(0, 3).map(({ unit }) => {
    const whole = span[0] <= unit.span[0] && unit.span[1] <= span[1];
    return whole ? unit.summary : `part of ${unit.summary}`;
  });
  if (words.length === 0) return `bytes ${span[0]} to ${span[1] - 1}: not read to an end yet`;
  const more = units.length - words.length;
  return words.join(" + ") + (more > 0 ? ` + ${more} more` : "");
}

/** @param {Unit} unit @param {[number, number]} span */
function holds(unit, [from, to]) {
  return unit.span[0] <= from && to <= unit.span[1];
}

/** @param {Unit} unit @param {[number, number]} span of the stream @param {[number, number]} place in the read @returns {Field} */
function partOf(unit, [from, to], place) {
  const whole = from === unit.span[0] && to === unit.span[1];
  const note = whole
    ? "All of it came in this one."
    : `Bytes ${from - unit.span[0]} to ${to - unit.span[0] - 1} of ${unit.span[1] - unit.span[0]}: TCP knows no frames and cuts where it likes.`;
  return { name: unit.kind.replaceAll("_", " "), span: place, value: unit.summary, note };
}
