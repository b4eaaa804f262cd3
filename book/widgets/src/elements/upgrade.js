import css from "../../styles/upgrade.css";
import { DemoElement } from "../demo-element.js";
import { adoptStyles, h, uniqueId } from "../dom.js";
import { openSocketIo } from "../socketio/client.js";
import { Boxes } from "../upgrade/boxes.js";
import { costToConnect } from "../upgrade/measure.js";
import { RunsTable } from "../upgrade/runs.js";
import { UpgradeTimeline } from "../upgrade/timeline.js";
import { labelOf } from "../upgrade/words.js";

/** @import { Socket } from "../socketio/client.js" */

adoptStyles(css);

/** What the wire calls this demo's requests. */
const LABEL = "Socket.IO";

/** @typedef {{ words: string, transports: string[] | undefined }} Order */

/** @type {Record<string, Order>} */
const ORDERS = {
  default: { words: "Default order", transports: undefined },
  websocket: { words: "WebSocket only", transports: ["websocket"] },
  polling: { words: "Polling only", transports: ["polling"] },
};

/** One run, from Connect to the end. */
class Run {
  boxes = new Boxes();
  /** @type {Socket | null} */
  socket = null;
  began_ms = performance.now();
  connected_ms = NaN;
  /** When everything went over a WebSocket. @type {number | null} */
  moved_ms = null;
  isMeasured = false;

  /** @param {Order} order */
  constructor(order) {
    this.order = order;
    /** Whether the client will move to another transport. */
    this.moves = order.transports === undefined;
  }

  get elapsed_ms() {
    return performance.now() - this.began_ms;
  }
}

/** The official client connects to /echo: each request, response and frame on its own TCP connection. */
export default class UpgradeElement extends DemoElement {
  #orders = orderChooser();
  #timeline = new UpgradeTimeline();
  #runs = new RunsTable();
  #hello = h("button", { type: "button", onclick: () => this.#sayHello() }, "Say hello");
  #isDrawn = true;
  /** @type {Run | null} */
  #run = null;

  /** @param {HTMLElement} stage */
  build(stage) {
    stage.append(
      h("div", { class: "bench-row" }, this.#orders.element, this.#hello),
      this.#timeline.element,
      this.#runs.element,
    );
    this.#setHello(false);
    this.setPrimary("Connect", () => void this.#connect());
  }

  async #connect() {
    this.problem("");
    this.#timeline.clear();
    const run = (this.#run = new Run(ORDERS[this.#orders.value] ?? { words: "", transports: [] }));
    this.status = "connecting";
    this.setPrimary("Disconnect", () => this.#disconnect());
    const forget = this.own(() => this.#ended(run, ""));
    try {
      const token = await this.wire.watch(LABEL, "units", {
        take: (event) => {
          run.boxes.take(event);
          this.#changed();
        },
        lost: () => {},
      });
      if (run === this.#run) await this.#open(run, token);
    } catch (error) {
      forget();
      this.#ended(run, error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {Run} run @param {string} token */
  async #open(run, token) {
    const { transports } = run.order;
    // One dance a click: it does not come back by itself.
    const options = { reconnection: false, ...(transports && { transports }) };
    const socket = await openSocketIo("/echo", token, options);
    if (run !== this.#run) return void socket.disconnect();
    run.socket = socket;
    run.began_ms = performance.now();
    this.transcript.restart();
    const forget = this.own(() => socket.disconnect());
    const { engine } = socket.io;
    engine.on("upgrade", () => this.#moved(run));
    engine.on("upgradeError", () => {
      run.moves = false;
      this.#changed();
    });
    socket.on("connect", () => this.#connected(run));
    socket.on("connect_error", ({ message }) => this.#ended(run, message));
    socket.on("disconnect", (reason) => {
      forget();
      this.#ended(run, "");
      this.transcript.add("note", `disconnected: ${reason}`);
    });
  }

  /** @param {Run} run */
  #connected(run) {
    run.connected_ms = run.elapsed_ms;
    if (run.socket?.io.engine.transport.name === "websocket") run.moved_ms ??= run.connected_ms;
    this.status = "open";
    this.#setHello(true);
    this.#changed();
  }

  /** @param {Run} run */
  #moved(run) {
    run.moved_ms = run.elapsed_ms;
    this.#changed();
  }

  #sayHello() {
    if (this.#hello.ariaDisabled !== "true") this.#run?.socket?.emit("message", "Hello!");
  }

  #disconnect() {
    const socket = this.#run?.socket;
    if (socket) socket.disconnect();
    else if (this.#run) this.#ended(this.#run, "");
  }

  /** @param {Run} run @param {string} why "" when it was meant to end */
  #ended(run, why) {
    if (run !== this.#run) return;
    this.status = run.socket ? "closed" : "idle";
    this.#setHello(false);
    this.setPrimary("Connect", () => void this.#connect());
    if (why) void this.explainFailure(`Socket.IO's connection to ${this.url("/echo")} (${why})`);
  }

  /** @param {boolean} can */
  #setHello(can) {
    this.#hello.ariaDisabled = String(!can);
  }

  /** Many events come at once; the boxes are drawn once a frame. */
  #changed() {
    if (this.#isDrawn) requestAnimationFrame(() => this.#draw());
    this.#isDrawn = false;
  }

  #draw() {
    this.#isDrawn = true;
    const run = this.#run;
    if (!run) return;
    this.#timeline.show(run.boxes);
    this.#measure(run);
  }

  /** A row of the table, as soon as the wire has told everything that it took to connect. @param {Run} run */
  #measure(run) {
    const { order, connected_ms, moved_ms, moves } = run;
    const cost = costToConnect(run.boxes.inTime, moves);
    const isThere = !Number.isNaN(connected_ms) && (!moves || moved_ms !== null);
    if (run.isMeasured || !cost || !isThere) return;
    run.isMeasured = true;
    this.#runs.add({ ...cost, order: order.words, connected_ms, moved_ms });
  }

  /** The boxes as rows, and the table. */
  async recording() {
    const boxes = this.#run?.boxes.inTime ?? [];
    const start_us = boxes[0]?.at_us ?? 0;
    const events = boxes.map((box) => {
      const { what, packets } = labelOf(box);
      const name = [what, ...packets].filter(Boolean).join(" ");
      return {
        at_ms: Math.round((box.at_us - start_us) / 100) / 10,
        from: box.from,
        text: `connection ${box.connection}: ${name}, ${box.bytes} bytes`,
      };
    });
    return { ...(await super.recording()), events, table: this.#runs.recording() };
  }
}

/** Which transports the client may use. */
function orderChooser() {
  const name = uniqueId("order");
  const radios = Object.entries(ORDERS).map(([value, { words }], index) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name, value, checked: index === 0 }),
      h("span", {}, words),
    ),
  );
  const element = h(
    "fieldset",
    { class: "upgrade-orders" },
    h("legend", {}, "Transports"),
    ...radios,
  );
  return {
    element,
    /** The chosen one. */
    get value() {
      return element.querySelector("input:checked")?.getAttribute("value") ?? "default";
    },
  };
}
