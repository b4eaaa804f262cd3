/** @import { Row } from "../rows/row.js" */
/** @import { UnitEvent } from "../tap.js" */
import css from "../../../styles/wire.css";
import { adoptStyles, h } from "../../dom.js";
import { layersOf } from "../layers.js";
import { readUnit } from "../rows/bytes-of.js";
import { Counters } from "./counters.js";
import { fileButtons } from "../files/buttons.js";
import { Opened } from "./opened.js";
import { RowList } from "./row-list.js";
import { Timeline } from "../rows/timeline.js";
import { WireSession } from "../session.js";
import { filter, levelChooser } from "./tools.js";

adoptStyles(css);

/** The timeline of a session: what crossed the wire, row by row, and each unit to its last bit. */
export default class LiveWire extends HTMLElement {
  /** What the demo's connections say. */
  #live = new WireSession();
  /** What is shown: the live one, or one that was loaded. */
  #session = this.#live;
  #timeline = new Timeline(this.#live);
  #isDrawn = true;
  #list = new RowList((row) => this.#toggle(row));
  #said = h("p", { class: "wire-said", role: "status" });
  #opened = new Opened({
    closed: () => (this.#list.focus(), this.#changed()),
    say: (text) => this.#say(text),
  });
  #counters = new Counters();
  #forgotten = h("p", { class: "wire-forgotten" });
  #waiting = h("span", { class: "wire-waiting" });
  #pause = h("button", { type: "button", onclick: () => this.#pauseOrResume() }, "Pause");
  #loaded = h("p", { class: "wire-loaded" });

  /** Shows a session and follows it. @param {WireSession} session */
  show(session) {
    this.#live = session;
    this.#build();
    this.#watch(session);
    session.onChange(() => this.#changed());
  }

  #build() {
    const { levels, words } = levelChooser((level) => {
      this.#timeline.level = level;
      this.#changed();
    });
    const hide = filter((group, shown) => {
      this.#timeline.show(group, shown);
      this.#changed();
    });
    const clear = h("button", { type: "button", onclick: () => this.#clear() }, "Clear");
    const files = fileButtons({
      session: () => this.#session,
      say: (text) => this.#say(text),
      load: ({ session, saved }, name) => this.#load(session, saved, name),
    });
    this.replaceChildren(
      h("div", { class: "wire-tools" }, levels, this.#pause, clear, this.#waiting),
      words,
      hide,
      this.#loaded,
      this.#forgotten,
      this.#list.element,
      this.#opened.element,
      this.#counters.element,
      files,
      this.#said,
    );
  }

  /** @param {WireSession} session */
  #watch(session) {
    this.#session = session;
    this.#timeline.follow(session);
    this.#opened.clear();
    this.#changed();
  }

  /** Many events come at once; the rows are drawn once a frame. */
  #changed() {
    if (this.#isDrawn) requestAnimationFrame(() => this.#draw());
    this.#isDrawn = false;
  }

  #draw() {
    this.#isDrawn = true;
    this.#timeline.refresh();
    const { start_us, names } = this.#session;
    this.#list.element.toggleAttribute("data-named", names.areMany);
    this.#list.element.dataset.level = this.#timeline.level;
    this.#list.show(this.#timeline.rows, (row) => ({
      name: names.of(row.event),
      start_us,
      isOpen: this.#opened.has(row.number),
    }));
    this.#counters.show(this.#session.counts());
    this.#pause.textContent = this.#timeline.isPaused ? "Resume" : "Pause";
    this.#waiting.textContent = this.#timeline.isPaused
      ? `Paused: ${this.#timeline.waiting} more wait.`
      : "";
    this.#forgotten.textContent = forgottenWords(this.#session.forgotten);
  }

  /** @param {Row} row */
  #toggle(row) {
    if (this.#opened.has(row.number)) this.#opened.close(row.number);
    else this.#opened.open(row, this.#whenOf(row), this.#unitsOf(row), this.#layersOf(row));
    this.#changed();
  }

  /** @param {Row} row @returns {Pick<UnitEvent, "unit" | "redacted" | "cut">[]} */
  #unitsOf({ event, units }) {
    if (event.type !== "read") return units;
    const held = this.#session.unitsOf(event);
    return [
      { unit: readUnit(event, held), redacted: held.flatMap(({ redacted = [] }) => redacted) },
    ];
  }

  /** @param {Row} row */
  #layersOf({ event, units }) {
    return event.type === "unit" ? layersOf(this.#session.around(event), units) : null;
  }

  /** @param {Row} row */
  #whenOf(row) {
    const { start_us, names } = this.#session;
    const after = ((row.at_us - start_us) / 1000).toFixed(1);
    const name = names.of(row.event);
    return `${name && `${name}, `}${after} ms after the first byte`;
  }

  #pauseOrResume() {
    const { waiting, isPaused } = this.#timeline;
    if (isPaused) this.#timeline.resume();
    else this.#timeline.pause();
    this.#say(isPaused ? `${waiting} events came while it was paused.` : "");
    this.#changed();
  }

  #clear() {
    this.#opened.clear();
    this.#session.clear();
    this.#timeline.reset();
    this.#say("");
    this.#changed();
  }

  /** @param {WireSession} session @param {string} saved when @param {string} name of the file */
  #load(session, saved, name) {
    const back = () => {
      this.#loaded.replaceChildren();
      this.#watch(this.#live);
      this.#list.focus();
    };
    const when = Number.isNaN(Date.parse(saved))
      ? ""
      : `, saved ${new Date(saved).toLocaleString()}`;
    this.#loaded.replaceChildren(
      `${name}${when}. Not live.`,
      h("button", { type: "button", onclick: back }, "Back to the live wire"),
    );
    this.#say(`${name} is loaded.`);
    this.#watch(session);
  }

  /** @param {string} text */
  #say(text) {
    this.#said.textContent = text;
  }
}

/** @param {{ events: number, bytes: number }} forgotten */
function forgottenWords({ events, bytes }) {
  return events === 0 ? "" : `${events} earlier events (${bytes} bytes) are not kept any more.`;
}

customElements.define("live-wire", LiveWire);
