import css from "../../styles/heartbeat.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h } from "../dom.js";
import { LaneView } from "../heartbeat/lane-view.js";
import { LANES, Run } from "../heartbeat/run.js";
import { SecondsSlider } from "../heartbeat/seconds-slider.js";
import { Strip } from "../table/strip.js";

/** @import { Lane } from "../heartbeat/run.js" */
/** @import { Tell } from "../heartbeat/clients.js" */
/** @import { About } from "../demo-element.js" */

adoptStyles(css);

const SECOND_MS = 1000;

/** Three clients on a line that goes silent: who notices? */
export default class HeartbeatElement extends DemoElement {
  static words = { ...DemoElement.words, connecting: "Connecting", open: "Running" };

  #heartbeat = new SecondsSlider("Heartbeat every", { min: 0.5, max: 20, step: 0.5, value: 2 });
  #deadline = new SecondsSlider("Deadline", { min: 0.5, max: 60, step: 0.5, value: 4 });
  #views = {
    Naive: new LaneView("WebSocket, naive", "says nothing, waits for nothing"),
    Heartbeat: new LaneView("WebSocket, heartbeat", "sends “ping”, waits for “pong”"),
    "Socket.IO": new LaneView("Socket.IO", "waits for the server's ping, answers"),
  };
  #strip = new Strip({ open: "open", attempt: "try", cut: "plug out" });
  #plug = h(
    "p",
    { class: "heartbeat-plug", role: "status" },
    "Connect all three, then pull the plug.",
  );
  #pull = h("button", { type: "button", onclick: () => void this.#pullPlug() }, "Pull the plug");
  #mend = h("button", { type: "button", onclick: () => void this.#plugIn() }, "Plug it in again");
  /** @type {Run | null} */
  #run = null;
  #isOut = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(
      h(
        "div",
        { class: "bench-row" },
        this.#heartbeat.element,
        this.#deadline.element,
        this.#pull,
        this.#mend,
      ),
      this.#plug,
      h("div", { class: "heartbeat-lanes" }, ...LANES.map((lane) => this.#views[lane].element)),
      h("div", { class: "heartbeat-strip" }, this.#strip.element),
    );
    this.#setPlug(false);
    this.setPrimary("Connect", () => void this.#connect());
  }

  async #connect() {
    this.problem("");
    this.transcript.restart();
    this.wire.session.clear();
    this.#setPlug(false);
    this.status = "connecting";
    const run = (this.#run = new Run(this, (lane) => this.#tell(lane)));
    this.own(() => this.#ended(run));
    this.setPrimary("Disconnect", () => this.#ended(run));
    const about = await this.about();
    if (run.isOver) return;
    this.#begin(about);
    try {
      const [heartbeatMs, deadlineMs] = [this.#heartbeat.ms, this.#deadline.ms];
      await run.open({ heartbeatMs, deadlineMs });
      this.#setPlug(false);
    } catch (error) {
      if (run.isOver) return;
      this.#ended(run);
      void this.explainFailure(`The three connections (${wordsOf(error)})`);
    }
  }

  /** @param {About | null} about */
  #begin(about) {
    const { Naive, Heartbeat, "Socket.IO": io } = this.#views;
    const { ping_seconds, idle_seconds } = about?.limits ?? {};
    const server = `pings after ${ping_seconds} s of silence, gives up after ${idle_seconds} s`;
    for (const view of [Naive, Heartbeat]) view.begin(server);
    const { ping_interval_ms = NaN, ping_timeout_ms = NaN } = about?.socketio ?? {};
    const [interval, timeout] = [ping_interval_ms / SECOND_MS, ping_timeout_ms / SECOND_MS];
    io.begin(`pings every ${interval} s (pingInterval), waits ${timeout} s (pingTimeout)`);
    this.#strip.begin([...LANES]);
    this.#views.Naive.crossed("");
    const clock = setInterval(() => this.#count(), SECOND_MS);
    this.own(() => (clearInterval(clock), this.#strip.stop()));
  }

  #count() {
    for (const lane of LANES) {
      this.#views[lane].count();
      if (this.#run) this.#views[lane].crossed(this.#run.crossed(lane));
    }
  }

  /** @param {Lane} lane @returns {Tell} */
  #tell(lane) {
    const view = this.#views[lane];
    const run = this.#run;
    return {
      is: (words, isOpen) => {
        // Its own goodbye, when the run is over.
        if (run !== this.#run || run?.isOver) return;
        view.is(words, isOpen);
        this.#strip.set(lane, isOpen ? "open" : "closed");
        this.transcript.add("note", `${lane}: ${words}`);
        if (LANES.every((lane) => this.#views[lane].element.dataset.open === "true"))
          this.status = "open";
      },
      notices: (how) => {
        if (run !== this.#run || run?.isOver) return;
        view.notices(how);
      },
    };
  }

  async #pullPlug() {
    const run = this.#run;
    if (!run || this.#isOut) return;
    try {
      await run.pull();
    } catch (error) {
      return this.problem(wordsOf(error));
    }
    this.#strip.cut(Infinity);
    for (const lane of LANES) this.#views[lane].pulled();
    this.transcript.add("note", "The plug is pulled");
    this.#setPlug(true);
  }

  async #plugIn() {
    const run = this.#run;
    if (!run || !this.#isOut) return;
    this.#strip.mend();
    for (const lane of LANES) this.#views[lane].mended();
    this.transcript.add("note", "The plug is in again");
    this.#setPlug(false);
    try {
      const answer = await run.mend();
      if (run !== this.#run) return;
      this.#views.Naive.learns(
        answer === "answered"
          ? "had not given it up: it answers again, as if nothing had been"
          : "had given it up meanwhile, and could not say so",
      );
    } catch (error) {
      this.problem(wordsOf(error));
    }
  }

  /** @param {boolean} isOut */
  #setPlug(isOut) {
    this.#isOut = isOut;
    const isThere = this.#run !== null && !this.#run.isOver;
    this.#pull.ariaDisabled = String(!isThere || isOut);
    this.#mend.ariaDisabled = String(!isThere || !isOut);
    this.#plug.dataset.out = String(isOut);
    if (isOut) this.#plug.textContent = "The plug is out. No byte crosses, and nobody is told.";
    else if (isThere) this.#plug.textContent = "The plug is in.";
    else this.#plug.textContent = "Connect all three, then pull the plug.";
  }

  /** @param {Run} run */
  #ended(run) {
    if (run.isOver) return;
    run.close();
    if (run !== this.#run) return;
    for (const lane of LANES) this.#views[lane].is("Not connected", false);
    this.#strip.stop();
    this.#setPlug(false);
    this.status = "idle";
    this.setPrimary("Connect", () => void this.#connect());
    this.closeAll();
  }

  async recording() {
    const [Naive, Heartbeat, io] = LANES.map((lane) => this.#views[lane]);
    const rows = ["State", "Plug pulled", "The server", "Crossed after the handshake"].map(
      (what, at) => [what, ...[Naive, Heartbeat, io].map((view) => view?.summary[at] ?? "")],
    );
    const head = ["What", ...LANES.map((lane) => this.#views[lane].title)];
    return { ...(await super.recording()), table: { head, rows } };
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
