import { DemoElement } from "../demo-element.js";
import { h } from "../dom.js";
import { roomLink, roomProblem } from "../room.js";
import { checkedField } from "../view/field.js";
import { MemberPane } from "../view/member-pane.js";

/** Names for the panes, and so the most panes that a page may ask for. */
const NAMES = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo"];

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Members of one room side by side, each a real WebSocket; other browsers join by the link. */
export default class BroadcastElement extends DemoElement {
  #room = checkedField(
    "Room",
    h("input", { type: "text", size: 10, maxlength: 32, oninput: () => this.#roomChanged() }),
  );
  #link = h("input", { type: "text", readonly: true, onfocus: () => this.#link.select() });
  #copied = h("p", { class: "bench-hint", role: "status" });
  /** @type {MemberPane[]} */
  #panes = [];
  #explaining = false;

  /** @param {HTMLElement} stage */
  build(stage) {
    const asked = new URLSearchParams(location.search).get("room");
    this.#room.control.value = asked ?? this.dataset.room ?? "lobby";
    const count = Math.min(Math.max(Number(this.dataset.panes) || 2, 2), NAMES.length);
    this.#panes = NAMES.slice(0, count).map((name) => this.#pane(name));
    const link = checkedField("Link for another browser", this.#link).element;
    link.classList.add("wide");
    stage.append(
      h(
        "div",
        { class: "bench-row" },
        this.#room.element,
        link,
        h("button", { type: "button", onclick: () => this.#copy() }, "Copy link"),
      ),
      this.#copied,
      h("div", { class: "panes" }, ...this.#panes.map(({ element }) => element)),
    );
    this.#roomChanged();
    this.#changed();
  }

  /** @param {string} name */
  #pane(name) {
    return new MemberPane(name, {
      room: () => (this.#roomChanged() ? this.#room.control.value : null),
      tappedSocket: (path, label) => this.tappedSocket(path, label),
      unwatch: (label) => this.wire.unwatch(label),
      own: (close) => this.own(close),
      changed: () => this.#changed(),
      refused: (path) => this.#refused(path),
      write: (from, who, text) => {
        const words = from === "client" ? `${who} sends: ${text}` : `to ${who}: ${text}`;
        return this.transcript.add(from, from === "note" ? `${who}: ${text}` : words);
      },
    });
  }

  /** The room and its link, checked as they are typed. @returns {boolean} whether it is fine */
  #roomChanged() {
    const room = this.#room.control.value;
    const fine = this.#room.say(roomProblem(room));
    if (fine) this.#link.value = roomLink(location.href, room);
    const only = LOOPBACK.includes(location.hostname)
      ? `${location.hostname} means this computer: other computers need this one's own address.`
      : "";
    this.#copied.textContent = only;
    return fine;
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#link.value);
      this.#copied.textContent = "Copied. Open it in another browser.";
    } catch {
      // No clipboard outside secure contexts, as on http:// with a LAN address.
      this.#link.focus();
      this.#link.select();
      this.#copied.textContent = "This page may not write to the clipboard: copy the marked text.";
    }
  }

  /** The bench's status is that of its most alive member. */
  #changed() {
    // A pane reports itself from its constructor, before the others exist.
    const { status } = this;
    /** @type {number[]} */
    const states = this.#panes.map(({ readyState }) => readyState);
    if (states.includes(WebSocket.OPEN)) this.status = "open";
    else if (states.includes(WebSocket.CONNECTING)) this.status = "connecting";
    else if (states.includes(WebSocket.CLOSING)) this.status = "closing";
    else if (status !== "idle" && status !== "absent") {
      this.status = this.#panes.every((pane) => pane.isFresh) ? "idle" : "closed";
    }
    const idle = states.every((state) => state === WebSocket.CLOSED);
    // Members of one bench are in one room.
    this.#room.control.readOnly = !idle;
    if (idle) this.setPrimary("Connect all", () => this.#joinAll());
    else this.setPrimary("Close all", () => this.#panes.forEach((pane) => pane.leave()));
  }

  #joinAll() {
    this.problem("");
    this.transcript.restart();
    for (const pane of this.#panes) pane.join();
  }

  /** Asks once, however many members were refused. @param {string} path */
  async #refused(path) {
    if (this.#explaining || !this.isConnected) return;
    this.#explaining = true;
    await this.explainFailure(`The WebSocket to ${this.webSocketUrl(path)}`);
    this.#explaining = false;
  }
}
