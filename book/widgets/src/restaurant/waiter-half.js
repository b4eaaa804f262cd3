import { h, uniqueId } from "../dom.js";
import { sentence } from "../sentence.js";
import { readOrder } from "./kitchen.js";
import { WaiterScene } from "./scene.js";
import { Counter, half } from "./side.js";

/** @import { Order } from "./kitchen.js" */
/** @import { Context } from "./side.js" */

const ORDERS = "/restaurant/orders";
const ASK_EVERY_MS = 1000;

/** HTTP: the guest learns nothing that he did not ask for. A walk is a request. */
export class WaiterHalf {
  #context;
  #url;
  #scene = new WaiterScene();
  #answer = h("p", { class: "restaurant-answer" }, "Nothing ordered.");
  #trips = new Counter("Trips made");
  #notYet = new Counter("Answers “not yet”");
  #order = h("button", { type: "button", onclick: () => this.order() }, "Order soup");
  #ask = h("button", { type: "button", onclick: () => this.#askForOrder() }, "Ask the waiter");
  #repeat = h("input", {
    type: "checkbox",
    id: uniqueId("repeat"),
    onchange: () => this.#askAgain(0),
  });
  /** The order that is not served yet. @type {Order | null} */
  #cooking = null;
  /** The waiter is on his way: there is one waiter. */
  #away = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  element;

  /** @param {Context} context @param {(path: string) => Promise<string>} url */
  constructor(context, url) {
    this.#context = context;
    this.#url = url;
    const repeat = h(
      "span",
      { class: "restaurant-repeat" },
      this.#repeat,
      h("label", { for: this.#repeat.id }, "ask every second"),
    );
    this.element = half("restaurant-http", "HTTP: a waiter", {
      scene: this.#scene.element,
      answer: this.#answer,
      controls: [this.#order, this.#ask, repeat],
      counters: [this.#trips, this.#notYet],
    });
    this.#show();
  }

  async order() {
    if (this.#cooking || this.#away) return;
    this.#scene.served = false;
    await this.#walk("Soup, please", async () => {
      this.#cooking = await this.#request("POST", ORDERS, { dish: "soup" });
      return ["We are on it", "Ordered. Nobody will come to tell you when it is ready."];
    });
    this.#askAgain(ASK_EVERY_MS);
  }

  async #askForOrder() {
    const order = this.#cooking;
    if (!order || this.#away || !this.element.isConnected) return;
    const asked = performance.now();
    await this.#walk("Is it ready?", async () => {
      const { dish, status } = await this.#request("GET", `${ORDERS}/${order.id}`);
      if (status === "ready") {
        this.#cooking = null;
        return [`Here is your ${dish}`, `Here is your ${dish}. You had to ask to learn it.`];
      }
      this.#notYet.add();
      return ["Still cooking", "Still cooking. Ask again."];
    });
    this.#askAgain(ASK_EVERY_MS - (performance.now() - asked));
  }

  /**
   * One walk to the kitchen and back. It lasts as long as the request, and a moment at least.
   *
   * @param {string} question
   * @param {() => Promise<[spoken: string, known: string]>} request
   */
  async #walk(question, request) {
    this.#away = true;
    this.#show();
    this.#trips.add();
    this.#scene.say("client", question);
    const there = this.#scene.go("server");
    try {
      const [spoken, known] = await request();
      await there;
      this.#scene.cooking = this.#cooking !== null;
      this.#scene.say("server", spoken);
      await this.#scene.go("client");
      this.#answer.textContent = known;
      this.#scene.served = this.#cooking === null;
    } catch (error) {
      this.#giveUp(error);
    }
    this.#away = false;
    this.#show();
  }

  /** @param {unknown} error */
  #giveUp(error) {
    this.#cooking = null;
    this.#scene.cooking = false;
    this.#scene.say("server", "…");
    this.#scene.go("client");
    this.#answer.textContent = "The waiter came back without an answer.";
    this.#context.failed("The request", error);
  }

  /**
   * @param {"GET" | "POST"} method
   * @param {string} path
   * @param {object} [json]
   */
  async #request(method, path, json) {
    const body = json && JSON.stringify(json);
    const stop = new AbortController();
    const forget = this.#context.own(() => stop.abort());
    try {
      const url = await this.#url(path);
      stop.signal.throwIfAborted();
      this.#context.write("client", `${method} ${path}${body ? ` ${body}` : ""}`);
      const headers = json && { "Content-Type": "application/json" };
      const options = {
        method,
        headers,
        body,
        signal: stop.signal,
        cache: /** @type {const} */ ("no-store"),
      };
      const response = await fetch(url, options);
      const text = await response.text();
      this.#context.write("server", `${response.status} ${text}`);
      if (!response.ok) throw new Error(sentence(response.status, text));
      return readOrder(JSON.parse(text));
    } finally {
      forget();
    }
  }

  /** Plans the next question of "ask every second". @param {number} ms from now */
  #askAgain(ms) {
    clearTimeout(this.#timer);
    if (!this.#repeat.checked || !this.#cooking) return;
    this.#timer = setTimeout(() => this.#askForOrder(), Math.max(ms, 0));
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #show() {
    this.#order.ariaDisabled = String(this.#away || this.#cooking !== null);
    this.#ask.ariaDisabled = String(this.#away || this.#cooking === null);
  }
}
