import { ChatPane } from "../chat/pane.js";
import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";

const NAMES = ["Ada", "Bo"];

/** The source document's chat: two official clients on the namespace `/`, and whoever else is there. */
export default class ChatElement extends DemoElement {
  static words = { ...DemoElement.words, connecting: "Connecting", open: "Connected" };

  /** @type {ChatPane[]} */
  #panes = [];
  #explaining = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    this.#panes = NAMES.map((name) => this.#pane(name));
    stage.append(
      h("div", { class: "panes" }, ...this.#panes.map(({ element }) => element)),
      h(
        "p",
        { class: "bench-hint" },
        "Everybody on this playground is in this chat: messages of others appear, too. A message " +
          "is its text alone, without a sender. A pane calls “its own” what it has sent itself.",
      ),
    );
    this.#changed();
  }

  /** @param {string} name */
  #pane(name) {
    return new ChatPane(name, {
      socketIo: (label, transports) => this.tappedSocketIo("/", label, { transports }),
      changed: () => this.#changed(),
      failed: () => this.#failed(),
      write: (from, who, text) => {
        const words = { client: `${who} sends: ${text}`, server: `to ${who}: ${text}` };
        return this.transcript.add(from, from === "note" ? `${who}: ${text}` : words[from]);
      },
    });
  }

  /** The bench's status is that of its most alive member. */
  #changed() {
    const states = this.#panes.map(({ state }) => state);
    const { status } = this;
    const best = /** @type {const} */ (["open", "connecting", "closed"]).find((state) =>
      states.includes(state),
    );
    if (best && (best !== "closed" || status !== "absent")) this.status = best;
    const away = best === "closed" || best === undefined;
    if (away) this.setPrimary("Connect all", () => this.#joinAll());
    else this.setPrimary("Disconnect all", () => this.#panes.forEach((pane) => pane.leave()));
  }

  #joinAll() {
    this.problem("");
    this.transcript.restart();
    for (const pane of this.#panes) pane.join();
  }

  /** Asks once, however many members were refused. */
  async #failed() {
    if (this.#explaining || !this.isConnected) return;
    this.#explaining = true;
    await this.explainFailure(`Socket.IO at ${this.url("/socket.io/")}`);
    this.#explaining = false;
  }
}
