import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { startRace } from "../race/race-client.js";
import { CUTS, CounterLane, LAST, PER_SECOND } from "../reconnect/counter.js";
import { LaneStrip, signs } from "../table/delivery/lane-strip.js";
import { countFates } from "../table/delivery/passage.js";
import { OutcomeTable } from "../table/outcome-table.js";
import { cut } from "../wire/faults.js";
import { withTap } from "../wire/tap.js";

/** @import { Query } from "../reconnect/counter.js" */

const FORWARD = "Goes on with what comes";
const AGAIN = "Asks for all again";
const LASTING = "Asks for what follows its last number";

const HEAD = ["When it is back, it", "Heard", "Lost", "Doubled", "Cuts"];

/** A counter that three clients hear through three cuts each. */
export default class ResumeElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Not started",
    connecting: "Connecting",
    open: "Counting",
    closed: "Over",
  };

  #said = h("p", { role: "status" });
  #lanes = h("div", { class: "delivery-lanes" });
  #table = new OutcomeTable("Measured", HEAD);
  /** @type {{ name: string, lane: CounterLane, strip: LaneStrip }[]} */
  #all = [];
  #isDrawn = true;
  #isRunning = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#said.textContent = `A server counts from 1 to ${LAST}, ${PER_SECOND} numbers a second. Each of three clients has its line cut at ${CUTS.join(", ")}.`;
    stage.append(this.#said, signs(), this.#lanes, this.#table.element);
    this.#clear();
    this.setPrimary(`Count to ${LAST}`, () => void this.#start());
  }

  #clear() {
    this.#all = [];
    this.#table.clear();
    this.#lanes.replaceChildren();
    for (const name of [FORWARD, AGAIN, LASTING]) {
      const line = {
        cut: async () => cut(await this.wire.token(name)),
        changed: () => this.#changed(),
      };
      const lane = new CounterLane(line);
      const strip = new LaneStrip(name, lane.passage);
      this.#all.push({ name, lane, strip });
      this.#lanes.append(strip.element);
    }
  }

  async #start() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const stop = new AbortController();
    const forget = this.own(() => stop.abort());
    this.problem("");
    this.#clear();
    this.status = "connecting";
    try {
      await this.#count(stop.signal);
      this.#show();
    } catch (error) {
      if (!this.isConnected) return;
      this.problem(error instanceof Error ? error.message : String(error));
    } finally {
      stop.abort();
      forget();
      this.status = "closed";
      this.#isRunning = false;
    }
  }

  /** @param {AbortSignal} signal */
  async #count(signal) {
    const tokens = new Map();
    for (const { name } of this.#all) tokens.set(name, await this.wire.watch(name));
    if ([...tokens.values()].includes("")) {
      throw new Error("Without the tap no line of yours can be cut. Try again.");
    }
    const settings = { rate: PER_SECOND, count: LAST, size: 0 };
    const { id } = await startRace(this.url("/race"), settings, signal);
    this.status = "open";
    this.#said.textContent = `The server counts. A line is cut when it has brought ${CUTS.join(", ")}.`;
    const runs = this.#all.map(({ name, lane }) => {
      const address = (/** @type {string} */ query) =>
        withTap(this.webSocketUrl(`/race/${id}/ws${query}`), tokens.get(name));
      if (name === LASTING) return lane.lasting(address, signal);
      return lane.naive(address, name === AGAIN ? nothing : this.#newest(id, signal), signal);
    });
    await Promise.all(runs);
  }

  /** As if the server kept nothing: the lane begins with 1, and after a cut with whatever comes next. @param {string} id @param {AbortSignal} signal @returns {Query} */
  #newest(id, signal) {
    let isFirst = true;
    return async () => {
      if (isFirst) {
        isFirst = false;
        return "";
      }
      const { seq } = await (await fetch(this.url(`/race/${id}`), { signal })).json();
      return `?after=${seq}`;
    };
  }

  /** Many numbers come at once; the cells are drawn once a frame. */
  #changed() {
    if (this.#isDrawn) {
      requestAnimationFrame(() => {
        this.#isDrawn = true;
        for (const { strip } of this.#all) strip.draw(false);
      });
    }
    this.#isDrawn = false;
  }

  #show() {
    for (const { name, lane, strip } of this.#all) {
      strip.draw(true);
      const { lost, doubled } = countFates(lane.passage.fates);
      const cells = [`${LAST - lost} of ${LAST}`, lost, doubled, lane.cuts].map(String);
      this.#table.set(name, ...cells);
    }
    const kept = this.#all.find(({ name }) => name === LASTING);
    const { lost, doubled } = countFates(kept?.lane.passage.fates ?? []);
    this.#said.textContent = `The client that says its last number heard ${LAST - lost} of ${LAST}: ${lost} lost, ${doubled} doubled, through ${kept?.lane.cuts} cuts.`;
  }

  async recording() {
    const { recorded, by } = await super.recording();
    return { recorded, by, table: this.#table.recording() };
  }
}

/** @type {Query} */
async function nothing() {
  return "";
}
