import css from "../../styles/backpressure.css";
import { HoseClock } from "../backpressure/clock.js";
import { Figures, size } from "../backpressure/figures.js";
import { HoseControl } from "../backpressure/hose.js";
import { Places } from "../backpressure/places.js";
import { HoseSettings } from "../backpressure/settings.js";
import { MOST_LIST_BYTES, Tab } from "../backpressure/tab.js";
import { UplinkPart } from "../backpressure/uplink-part.js";
import { describeClose } from "../close-code.js";
import { DemoElement } from "../demo-element.js";
import { adoptStyles } from "../dom.js";
import { Log } from "../view/log.js";
import * as faults from "../wire/faults.js";
import { withTap } from "../wire/tap.js";

/** @import { Gauge } from "../backpressure/hose.js" */

adoptStyles(css);

/** What the wire calls the messages' connection. */
const LABEL = "Firehose";

/** Everything of one hose, from Open to its end. */
class Run {
  clock = new HoseClock();
  tab = new Tab((at_ms) => this.clock.age(at_ms, performance.now()));
  token = "";
  /** @type {HoseControl | null} */
  control = null;
  /** @type {WebSocket | null} */
  data = null;
  /** @type {Gauge | null} */
  gauge = null;
}

/** A server that makes more than this tab takes, and a page that sends more than its line takes. */
export default class BackpressureElement extends DemoElement {
  static words = {
    ...DemoElement.words,
    idle: "Hose off",
    open: "Hose on",
    closed: "Hose off",
  };

  #settings = new HoseSettings({
    flow: () => this.#changed(() => this.#run?.control?.change(this.#settings.flow)),
    line: () => this.#changed(() => void this.#setLine()),
    manner: () =>
      this.#changed(() => {
        if (this.#run) this.#run.tab.manner = this.#settings.manner;
      }),
  });
  #places = new Places();
  #figures = new Figures();
  #log = new Log("What you changed, and what came of it", "Press Turn the hose on.");
  #uplink = new UplinkPart({
    address: async () => {
      const token = await this.wire.watch("Uplink", "counts");
      return { token, address: withTap(this.webSocketUrl("/ws/echo"), token) };
    },
    own: (close) => this.own(close),
    say: (words) => void this.#log.add(this.transcript.add("note", words)),
    failed: (why) => this.problem(why),
  });
  /** @type {Run | null} */
  #run = null;

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#places.clear();
    stage.append(
      this.#settings.element,
      this.#places.element,
      this.#figures.element,
      this.#log.element,
      this.#uplink.element,
    );
    this.setPrimary("Turn the hose on", () => void this.#begin());
  }

  async #begin() {
    this.problem("");
    this.#log.clear();
    this.transcript.restart();
    this.#places.clear();
    this.#figures.clear();
    const run = (this.#run = new Run());
    run.tab.manner = this.#settings.manner;
    this.status = "connecting";
    this.setPrimary("Turn it off", () => this.#end(run, "You turned it off."));
    const forget = this.own(() => this.#end(run, ""));
    // Sums alone: to explain each message would make this tab slow, and that is the reader's experiment.
    run.token = await this.wire.watch(LABEL, "counts");
    if (run !== this.#run) return;
    await this.#setLine();
    let opened = false;
    run.control = new HoseControl(this.webSocketUrl("/ws/firehose"), this.#settings.flow, {
      opened: (id) => {
        opened = true;
        if (run !== this.#run) return;
        this.status = "open";
        this.#say("client", this.#settings.words);
        this.#read(run, id);
      },
      gauge: (gauge) => this.#show(run, gauge),
      refused: (reason) => this.problem(reason),
      ended: (event) => {
        forget();
        this.#end(run, event.reason);
        if (!opened && this.isConnected) void this.explainFailure("The WebSocket to /ws/firehose");
      },
    });
  }

  /** Only this connection is slow. @param {Run} run @param {string} id */
  #read(run, id) {
    const address = this.webSocketUrl(`/ws/firehose/${id}`);
    const data = (run.data = new WebSocket(withTap(address, run.token)));
    data.onmessage = (event) => run.tab.take(event.data);
    data.onclose = (event) => {
      if (run === this.#run) this.#end(run, describeClose(event));
    };
  }

  /** @param {Run} run @param {Gauge} gauge */
  #show(run, gauge) {
    run.clock.hear(gauge.at_ms, performance.now());
    if (run !== this.#run) return;
    run.gauge = gauge;
    this.#places.show(gauge, run.tab, this.#settings.flow.queue);
    this.#figures.show(gauge, run.tab);
    if (run.tab.listBytes > MOST_LIST_BYTES)
      this.#end(run, `Turned off: this tab's list holds ${size(run.tab.listBytes)}.`);
  }

  async #setLine() {
    const run = this.#run;
    if (!run?.token) return;
    try {
      await faults.change(run.token, { down: this.#settings.line });
    } catch (error) {
      this.problem(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {() => void} apply */
  #changed(apply) {
    if (!this.#run) return;
    apply();
    this.#say("client", this.#settings.words);
  }

  /** @param {Run} run @param {string} why "" when the demo leaves the page */
  #end(run, why) {
    if (run !== this.#run) return;
    this.#run = null;
    this.status = "closed";
    this.setPrimary("Turn the hose on", () => void this.#begin());
    const { gauge, tab } = run;
    if (gauge) {
      const { arrivals, handled } = tab;
      this.#say(
        "server",
        `made ${gauge.made} = sent ${gauge.sent} + dropped ${gauge.dropped} + queued ${gauge.queued}`,
      );
      this.#say(
        "note",
        `${arrivals.count} arrived, ${handled} handled; never came: ${arrivals.missingWords}`,
      );
    }
    if (why) this.#say("note", why);
    tab.stop();
    run.data?.close(1000);
    run.control?.close();
  }

  /** @param {import("../transcript.js").From} from @param {string} text */
  #say(from, text) {
    this.#log.add(this.transcript.add(from, text));
  }
}
