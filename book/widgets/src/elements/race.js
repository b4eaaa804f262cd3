import css from "../../styles/race.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { Board } from "../race/board.js";
import { ChartBox } from "../race/chart-box.js";
import { Controls } from "../race/controls.js";
import { Cut } from "../race/cut.js";
import { LaneRecord } from "../race/lane-record.js";
import { LANES, needSocketIo, parseLanes } from "../race/lanes.js";
import { RaceRun } from "../race/race-run.js";
import { RaceWire } from "../race/race-wire.js";
import { SaveBar } from "../race/save-bar.js";
import { officialClient } from "../socketio/client.js";

adoptStyles(css);

/** Numbers and lines change this often at most: more cannot be read, and drawing delays what is measured. */
const PAINT_MS = 100;

const LATE =
  "Late: this browser’s clock at arrival minus the server’s stamp in the tick, counted from the " +
  "quickest delivery of this race, so the two clocks need not agree. Payload: the JSON of the " +
  "ticks alone, without headers, frames or packets.";

const BYTES =
  "Bytes with headers: all that crossed the lane’s TCP connections; per update, both directions " +
  "together. The tap that counts them has a connection of its own: of its cost, only the 37 bytes of " +
  "its token in each address are in these numbers. To see each byte, open the wire before the start.";

/** One feed of ticks, read side by side by every transport that `data-lanes` names. */
export default class RaceElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not started",
    connecting: "Starting",
    open: "Running",
    closing: "Stopping",
    closed: "Ended",
  };

  #lanes = parseLanes(this.dataset.lanes);
  #count = Number(this.dataset.count ?? 100);
  #controls = new Controls(
    { rate: Number(this.dataset.rate ?? 10), size: Number(this.dataset.size ?? 64) },
    this.#lanes.includes("poll"),
    (change) => this.#change(change),
  );
  #pause = h("button", { type: "button", onclick: () => this.#togglePause() }, "Pause");
  #progress = h("progress", { max: this.#count, value: 0, "aria-label": "Ticks so far" });
  #tick = h("span", { class: "race-tick" });
  #cut = new Cut();
  #board = new Board(
    this.#lanes,
    this.#lanes.map((name) => new LaneRecord(LANES[name].title, 0).summary(0)),
  );
  /** Why the table has no number where it should have one. */
  #uncounted = h("p", { class: "bench-hint race-uncounted", role: "status" });
  #chart = new ChartBox(this.#lanes, this.#count, (name) => this.#board.color(name));
  /** @type {RaceRun | null} */
  #run = null;
  #changed = false;
  /** Ends the race that runs. */
  #stop = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #painting;

  /** @param {HTMLElement} stage */
  build(stage) {
    this.setPrimary("Start race", () => this.#start());
    stage.append(
      this.#controls.element,
      h("div", { class: "race-progress" }, this.#progress, this.#tick, this.#pause),
      ...(this.#lanes.includes("sse") ? [this.#cut.element] : []),
      this.#chart.element,
      this.#board.element,
      this.#uncounted,
      new SaveBar(this.#board).element,
      h("p", { class: "bench-note" }, LATE),
      h("p", { class: "bench-note" }, BYTES),
    );
    this.#paint();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#painting);
    this.#chart.destroy();
  }

  async #start() {
    if (!this.#controls.check()) return;
    const stop = (this.#stop = new AbortController());
    const forget = this.own(() => stop.abort());
    this.problem("");
    this.status = "connecting";
    this.setPrimary("Stop", () => stop.abort());
    try {
      await this.#race(stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) await this.#failed("The race", error);
    }
    forget();
    if (this.dataset.status !== "absent") this.status = "closed";
    this.setPrimary("Start race", () => this.#start());
    this.#paint();
  }

  /** @param {AbortSignal} signal */
  async #race(signal) {
    // Before the first tick: a download would make ticks late.
    await Promise.all([this.#chart.load(), needSocketIo(this.#lanes) && officialClient()]);
    const wire = new RaceWire(this.wire, () => this.#paintSoon());
    await wire.watch(this.#lanes);
    const run = await RaceRun.start({
      base: this.url("/race"),
      wire,
      lanes: this.#lanes,
      settings: { rate: this.#controls.rate, count: this.#count, size: this.#controls.size },
      interval: () => this.#controls.interval,
      changed: () => this.#paintSoon(),
      tell: (from, text) => this.#cut.add(this.transcript.add(from, text)),
      signal,
    });
    this.#run = run;
    this.#changed = false;
    this.transcript.restart();
    this.#cut.clear();
    this.status = "open";
    const done = run.read((name, error) => this.#failed(LANES[name].title, error));
    this.#cut.follow(run.sse);
    this.#chart.begin(run);
    await done;
  }

  /** @param {string} what @param {unknown} error */
  async #failed(what, error) {
    if (await this.about()) {
      this.problem(`${what}: ${error instanceof Error ? error.message : error}`);
    } else {
      // An EventSource would try again for ever.
      this.#stop.abort();
      this.showAbsent();
    }
  }

  #togglePause() {
    if (this.#run) this.#change({ paused: !this.#run.state.paused });
  }

  /** @param {{ paused?: boolean, rate?: number, size?: number }} change */
  async #change(change) {
    if (!this.#run || this.status !== "open") return;
    try {
      await this.#run.change(change);
      this.#changed ||= !("paused" in change);
    } catch (error) {
      if (this.status === "open") this.problem(error instanceof Error ? error.message : `${error}`);
    }
    this.#paint();
  }

  #paintSoon() {
    this.#painting ??= setTimeout(() => this.#paint(), PAINT_MS);
  }

  /** Shows the state of now. */
  #paint() {
    clearTimeout(this.#painting);
    this.#painting = undefined;
    const run = this.#run;
    const newest = run?.newest ?? 0;
    const paused = Boolean(run?.state.paused) && this.status === "open";
    this.#progress.value = newest;
    this.#tick.textContent = `Tick ${newest} of ${this.#count}${paused ? ", paused" : ""}`;
    this.#pause.textContent = paused ? "Resume" : "Pause";
    this.#pause.ariaDisabled = String(this.status !== "open");
    this.#cut.show();
    this.#board.caption = this.#caption();
    if (!run) return;
    this.#board.show(run.summaries());
    const { uncounted } = run;
    if (this.#uncounted.textContent !== uncounted) this.#uncounted.textContent = uncounted;
    this.#chart.draw(run);
  }

  #caption() {
    const { rate, size } = this.#run?.state ?? this.#controls;
    const changed = this.#changed ? " (changed while it ran)" : "";
    return `${this.#count} ticks, ${rate} a second, ${size} bytes of payload in each${changed}`;
  }

  /** The result is a table. */
  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#board.content };
  }
}
