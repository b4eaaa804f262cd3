import { field, h } from "../../dom.js";
import { MEMBERS, NAMESPACES, ROOMS, SPEAKER } from "./plan.js";

/** @import { Member, Namespace, Room, Said, To } from "./plan.js" */

/** The members in their rooms, what to say, and who the reader thinks will get it. */
export class Scene {
  #namespace = choice(NAMESPACES);
  #room = choice(ROOMS);
  #to = h(
    "select",
    {},
    h("option", { value: "all" }, "to all"),
    h("option", { value: "others" }, "to all but me"),
  );
  #text = h("input", { type: "text", value: "Dinner!", maxlength: 100, autocomplete: "off" });
  #panes = MEMBERS.map((member) => new Pane(member));
  /** What the prediction was worth. */
  verdict = h("p", { class: "rooms-verdict", role: "status" });
  panes = h("div", { class: "rooms-panes" }, ...this.#panes.map(({ element }) => element));
  controls = h(
    "div",
    { class: "bench-row" },
    field("Namespace", this.#namespace),
    field("Room", this.#room),
    field("Ada speaks", this.#to),
    field("Message", this.#text),
  );

  /** @returns {Said} */
  get said() {
    return {
      namespace: /** @type {Namespace} */ (this.#namespace.value),
      room: /** @type {Room} */ (this.#room.value),
      to: /** @type {To} */ (this.#to.value),
    };
  }

  /** Never empty: nobody sees an empty message arrive. */
  get text() {
    return this.#text.value || "…";
  }

  get predicted() {
    return new Set(this.#panes.filter(({ isPredicted }) => isPredicted).map(({ name }) => name));
  }

  /** Lights the members that got it. @param {Said} said @param {ReadonlySet<string>} received @param {string} text */
  light(said, received, text) {
    for (const pane of this.#panes) pane.light(said, received.has(pane.name) ? text : "");
  }

  dark() {
    this.verdict.textContent = "";
    for (const pane of this.#panes) pane.dark();
  }
}

/** One member: where it is, and what came there. */
class Pane {
  #guess = h("input", { type: "checkbox" });
  /** "namespace room" -> what came there. @type {Map<string, HTMLElement>} */
  #places = new Map();

  /** @param {Member} member */
  constructor({ name, rooms }) {
    this.name = name;
    this.element = h(
      "div",
      { class: "pane rooms-pane", role: "group", "aria-label": name },
      h("p", { class: "rooms-name" }, name, name === SPEAKER ? " speaks" : ""),
      ...NAMESPACES.filter((namespace) => rooms[namespace].length > 0).map((namespace) =>
        h(
          "div",
          {},
          h("p", { class: "rooms-namespace" }, namespace),
          h("ul", {}, ...rooms[namespace].map((room) => this.#place(namespace, room))),
        ),
      ),
      h("label", { class: "rooms-guess" }, this.#guess, "will get it"),
    );
  }

  get isPredicted() {
    return this.#guess.checked;
  }

  /** @param {Namespace} namespace @param {Room} room */
  #place(namespace, room) {
    const came = h("span", { class: "rooms-came" });
    this.#places.set(`${namespace} ${room}`, came);
    return h("li", {}, h("span", { class: "rooms-room" }, room), came);
  }

  /** @param {Said} said @param {string} text what came; empty: nothing */
  light({ namespace, room }, text) {
    this.dark();
    const came = this.#places.get(`${namespace} ${room}`);
    if (came && text) came.textContent = `← ${text}`;
  }

  dark() {
    for (const came of this.#places.values()) came.textContent = "";
  }
}

/** @param {readonly string[]} values */
function choice(values) {
  return h("select", {}, ...values.map((value) => h("option", { value }, value)));
}
