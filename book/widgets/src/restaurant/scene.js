import { svg } from "../dom.js";

/** How long a walk or a word on the air is shown at least. Over loopback the real one lasts 2 ms. */
export const LEG_MS = 400;

const FLOOR = 168;
/** Where the waiter stands, and where a spoken word starts and ends. */
const AT_TABLE = 132;
const AT_KITCHEN = 226;
/** Width of a letter in a bubble, about. */
const LETTER = 6.9;

/** @typedef {"client" | "server"} Side */

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** What both scenes share: the table on the left, the kitchen on the right, and something said between. */
class Scene {
  #bowl = bowl(80, 114);
  #steam = svg("path", {
    class: "scene-steam",
    d: "M320 115q-4-5 0-9t0-9M328 115q-4-5 0-9t0-9M336 115q-4-5 0-9t0-9",
  });
  #bubble = new Bubble();
  #traveler;
  element;

  /**
   * @param {string} label for who does not see the picture
   * @param {SVGElement[]} between what is drawn between table and kitchen
   * @param {SVGElement[]} moving what goes to and fro, with the bubble above it
   */
  constructor(label, between, moving) {
    this.#traveler = svg("g", {}, ...moving, this.#bubble.element);
    this.#move(AT_TABLE);
    const floor = svg("line", { class: "scene-floor", x1: 8, y1: FLOOR, x2: 352, y2: FLOOR });
    this.element = svg(
      "svg",
      { class: "scene", viewBox: "0 32 360 166", role: "img", "aria-label": label },
      floor,
      table(),
      kitchen(),
      ...between,
      this.#steam,
      this.#bowl,
      this.#traveler,
    );
    this.cooking = false;
    this.served = false;
  }

  /** Steam over the pot. @param {boolean} cooking */
  set cooking(cooking) {
    toggle(this.#steam, cooking);
  }

  /** The bowl on the table. @param {boolean} served */
  set served(served) {
    toggle(this.#bowl, served);
  }

  /** @param {Side} from @param {string} words */
  say(from, words) {
    this.#bubble.say(from, words);
  }

  /**
   * Moves once from one side to the other; who prefers no motion sees the end of it.
   *
   * @param {Side} to
   */
  async go(to) {
    const [start, end] = to === "server" ? [AT_TABLE, AT_KITCHEN] : [AT_KITCHEN, AT_TABLE];
    this.#move(end);
    if (still.matches) return;
    const frames = [start, end].map((x) => ({ transform: `translateX(${x}px)` }));
    const walk = this.#traveler.animate(frames, { duration: LEG_MS, easing: "ease-in-out" });
    // An element that leaves the page cancels its animations: then there is nothing to wait for.
    await walk.finished.catch(() => {});
  }

  /** @param {number} x */
  #move(x) {
    this.#traveler.style.transform = `translateX(${x}px)`;
  }
}

/** HTTP: a waiter carries each question to the kitchen and its answer back. */
export class WaiterScene extends Scene {
  constructor() {
    super(
      "A guest at a table on the left, a kitchen on the right, a waiter who walks between.",
      [],
      [waiter()],
    );
  }
}

/** WebSocket: table and kitchen have a walkie-talkie each. */
export class WalkieTalkieScene extends Scene {
  #air = svg("line", { class: "scene-air", x1: 122, y1: 124, x2: 242, y2: 124 });
  #word = svg("text", { class: "scene-state", x: 182, y: 144 });

  constructor() {
    const air = svg("g");
    super(
      "A guest at a table on the left, a kitchen on the right, a walkie-talkie at each.",
      [air, handset(114, "client"), handset(250, "server")],
      [],
    );
    air.append(this.#air, this.#word);
    this.connected = false;
  }

  /** @param {boolean} connected */
  set connected(connected) {
    this.#air.classList.toggle("connected", connected);
    this.#word.textContent = connected ? "connected" : "off";
  }
}

/** Something said, above who carries it. */
class Bubble {
  #box = svg("rect", { y: 44, height: 26, rx: 8 });
  #words = svg("text", { y: 61.5 });
  element = svg("g", { class: "scene-bubble" }, this.#box, this.#words);

  constructor() {
    toggle(this.element, false);
  }

  /** @param {Side} from @param {string} words */
  say(from, words) {
    const width = words.length * LETTER + 20;
    this.#box.setAttribute("x", String(-width / 2));
    this.#box.setAttribute("width", String(width));
    this.#words.textContent = words;
    this.element.dataset.from = from;
    toggle(this.element, true);
  }
}

/** @param {SVGElement} element @param {boolean} shown */
function toggle(element, shown) {
  element.classList.toggle("scene-away", !shown);
}

function table() {
  return svg(
    "g",
    { class: "scene-client" },
    svg("circle", { cx: 42, cy: 88, r: 12 }),
    svg("path", { d: "M20 120v-4a22 16 0 0 1 44 0v4z" }),
    svg("path", { class: "scene-solid", d: "M16 120h90v5h-90zM58 125h6v43h-6zM44 165h34v3h-34z" }),
    svg("text", { x: 61, y: 188 }, "Table: client"),
  );
}

function kitchen() {
  return svg(
    "g",
    { class: "scene-server" },
    svg("rect", { x: 264, y: 74, width: 86, height: 94, rx: 4 }),
    // The cook, in a hat that says whose house this is.
    svg("path", { d: "M272 138v-6a14 11 0 0 1 28 0v6z" }),
    svg("circle", { cx: 286, cy: 111, r: 9 }),
    svg("path", { d: "M279 105v-8a6 6 0 1 1 2-10 6 6 0 0 1 10 0 6 6 0 1 1 2 10v8z" }),
    svg("path", {
      class: "scene-solid",
      d: "M264 138h86v4h-86zM312 120h32v3h-32zM315 123h26v9a6 6 0 0 1-6 6h-14a6 6 0 0 1-6-6z",
    }),
    svg("text", { x: 307, y: 188 }, "Kitchen: server"),
  );
}

function waiter() {
  return svg(
    "g",
    { class: "scene-waiter" },
    svg("circle", { cx: 0, cy: 92, r: 10 }),
    svg("path", { d: "M-12 150v-30a12 14 0 0 1 24 0v30z" }),
    svg("path", { d: "M-6 150v17M6 150v17M10 122l14-6" }),
    svg("path", { class: "scene-solid", d: "M14 113h26v3h-26zM-5 106l5 3 5-3v6l-5-3-5 3z" }),
  );
}

/** @param {number} x @param {Side} side */
function handset(x, side) {
  return svg(
    "g",
    { class: `scene-${side}`, transform: `translate(${x} 0)` },
    svg("path", { d: "M-7 106h14v32h-14z" }),
    svg("path", { d: "M-4 106v-16M-3 127h6M-3 131h6" }),
    svg("rect", { class: "scene-solid", x: -4, y: 111, width: 8, height: 7 }),
  );
}

/** @param {number} x @param {number} y */
function bowl(x, y) {
  return svg(
    "g",
    { class: "scene-bowl", transform: `translate(${x} ${y})` },
    svg("path", { class: "scene-solid", d: "M-15-6h30a15 12 0 0 1-30 0z" }),
    svg("path", { d: "M-6-10q-4-5 0-9t0-9M4-10q-4-5 0-9t0-9" }),
  );
}
