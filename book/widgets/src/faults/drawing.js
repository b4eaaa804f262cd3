import { svg } from "../dom.js";
import { look } from "./wish.js";

/** @import { Plan } from "../wire/faults.js" */
/** @import { Blow, Lane, Look } from "./wish.js" */

/** In units of the drawing: a line in each direction between two boxes, its words above and below. */
const [WIDTH, HEIGHT] = [360, 112];
const [LEFT, RIGHT] = [78, 282];
const MIDDLE = (LEFT + RIGHT) / 2;
const LINES = { up: { y: 40, words: 28 }, down: { y: 72, words: 92 } };

/** The line between page and server: what crosses, and what does not. The words below it say the same. */
export class Drawing {
  #lanes = svg("g");
  element = svg(
    "svg",
    { class: "faults-drawing", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    box("client", 2, "Page"),
    box("server", RIGHT + 4, "Server"),
    this.#lanes,
  );

  constructor() {
    this.show({}, null);
  }

  /** @param {Plan} plan @param {Blow | null} blow */
  show(plan, blow) {
    const lanes = /** @type {const} */ (["up", "down"]).map((lane) =>
      drawLane(lane, look(plan, blow, lane)),
    );
    this.#lanes.replaceChildren(...lanes.flat());
    if (plan.strip_upgrade) this.#lanes.append(note(MIDDLE, 58, "proxy: Upgrade taken out"));
    if (plan.one_connection) this.#lanes.append(note(RIGHT + 39, HEIGHT - 2, "room for one"));
  }
}

/** @param {"client" | "server"} side @param {number} x @param {string} words */
function box(side, x, words) {
  return svg(
    "g",
    { class: "faults-box", "data-side": side },
    svg("rect", { x, y: 22, width: 72, height: 68, rx: 5 }),
    svg("text", { x: x + 36, y: 60 }, words),
  );
}

/** @param {Lane} lane @param {Look} look */
function drawLane(lane, { is, words }) {
  const { y, words: at } = LINES[lane];
  const [from, to] = lane === "up" ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const towards = Math.sign(to - from);
  // What is silent or ended goes as far as the break, and no byte comes out at the other end.
  const broken = is === "silent" || is === "ended";
  const end = broken ? MIDDLE - towards * 16 : to;
  const head = `M${end - towards * 9} ${y - 5} L${end} ${y} L${end - towards * 9} ${y + 5}`;
  return [
    svg(
      "g",
      { class: "faults-lane", "data-lane": lane, "data-look": is },
      svg("path", { class: "faults-line", d: `M${from} ${y} H${end}` }),
      ...(is === "ended" ? [] : [svg("path", { d: head })]),
      ...(broken ? [sign(is, y)] : []),
    ),
    note(MIDDLE, at, words),
  ];
}

/** In the middle of a broken line: two bars for a pause, a cross for an end. @param {string} is @param {number} y */
function sign(is, y) {
  const bars = `M${MIDDLE - 4} ${y - 7} V${y + 7} M${MIDDLE + 4} ${y - 7} V${y + 7}`;
  const cross = `M${MIDDLE - 7} ${y - 7} L${MIDDLE + 7} ${y + 7} M${MIDDLE - 7} ${y + 7} L${MIDDLE + 7} ${y - 7}`;
  return svg("path", { class: "faults-sign", d: is === "silent" ? bars : cross });
}

/** @param {number} x @param {number} y @param {string} words */
function note(x, y, words) {
  return svg("text", { class: "faults-words", x, y }, words);
}
