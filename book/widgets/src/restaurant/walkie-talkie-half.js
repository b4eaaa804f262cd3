import { h } from "../dom.js";
import { readSpoken } from "./kitchen.js";
import { WalkieTalkieScene } from "./scene.js";
import { Counter, half } from "./side.js";

/** @import { Order, Spoken } from "./kitchen.js" */
/** @import { Side } from "./scene.js" */
/** @import { Context } from "./side.js" */

const PATH = "/ws/restaurant";

/** WebSocket: the guest orders, and the kitchen speaks when it has something to say. */
export class WalkieTalkieHalf {
  #context;
  #url;
  #changed;
  #scene = new WalkieTalkieScene();
  #answer = h("p", { class: "restaurant-answer" }, "Nothing ordered.");
  #sent = new Counter("Messages sent");
  #received = new Counter("Messages received");
  #order = h("button", { type: "button", onclick: () => this.order() }, "Order soup");
  #close = h("button", { type: "button", onclick: () => this.#hangUp() }, "Close (1000)");
  /** What the guest wants to be connected, until there is a WebSocket. @type {object | null} */
  #attempt = null;
  /** @type {WebSocket | null} */
  #socket = null;
  /** Said and not yet told ready. */
  #waiting = false;
  /** What is on the air; the next word waits for it. */
  #air = Promise.resolve();
  element;

  /**
   * @param {Context} context
   * @param {(path: string) => Promise<string>} url of a WebSocket
   * @param {(readyState: number) => void} changed
   */
  constructor(context, url, changed) {
    this.#context = context;
    this.#url = url;
    this.#changed = changed;
    this.element = half("restaurant-websocket", "WebSocket: a walkie-talkie", {
      scene: this.#scene.element,
      answer: this.#answer,
      controls: [this.#order, this.#close],
      counters: [this.#sent, this.#received],
    });
    this.#show();
  }

  /** Orders; the first order opens the WebSocket, which then stays open. */
  order() {
    if (this.#waiting || this.#attempt) return;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#sayOrder(this.#socket);
    else if (!this.#socket) this.#connect();
  }

  async #connect() {
    const attempt = (this.#attempt = {});
    const forget = this.#context.own(() => {
      this.#attempt = null;
      this.#show();
    });
    this.#show();
    const url = await this.#url(PATH);
    forget();
    if (attempt === this.#attempt) this.#open(url);
  }

  /** @param {string} url */
  #open(url) {
    const socket = new WebSocket(url);
    this.#attempt = null;
    const forget = this.#context.own(() => socket.close(1000));
    let opened = false;
    this.#socket = socket;
    this.#context.write("client", `opens the WebSocket ${PATH}`);
    socket.addEventListener("open", () => {
      opened = true;
      this.#show();
      this.#sayOrder(socket);
    });
    socket.addEventListener("message", ({ data }) => this.#hear(String(data)));
    socket.addEventListener("close", ({ code, reason }) => {
      forget();
      this.#closed(opened, code, reason);
    });
    this.#show();
  }

  /** @param {WebSocket} socket */
  #sayOrder(socket) {
    this.#waiting = true;
    this.#scene.served = false;
    const text = JSON.stringify({ type: "order", dish: "soup" });
    socket.send(text);
    this.#sent.add();
    this.#context.write("client", `WebSocket ${text}`);
    this.#fly("client", "Soup, please", () => {});
    this.#show();
  }

  /** @param {string} text */
  #hear(text) {
    this.#received.add();
    this.#context.write("server", `WebSocket ${text}`);
    try {
      this.#understand(readSpoken(text));
    } catch (error) {
      this.#context.failed("The walkie-talkie", error);
    }
    this.#show();
  }

  /** @param {Spoken} spoken */
  #understand(spoken) {
    this.#waiting = spoken.type === "heard";
    if (spoken.type === "refused") {
      this.#fly("server", "No", () => (this.#answer.textContent = spoken.reason));
    } else if (spoken.type === "heard") {
      this.#fly("server", "Heard", () => {
        this.#scene.cooking = true;
        this.#answer.textContent = "Heard. You need not ask.";
      });
    } else {
      this.#fly("server", "Ready!", () => this.#serve(spoken.order));
    }
  }

  /** @param {Order} order */
  #serve({ dish }) {
    this.#scene.cooking = false;
    this.#scene.served = true;
    this.#answer.textContent = `Your ${dish} is ready. The kitchen said so by itself.`;
  }

  /**
   * One message moves once, after those before it; then what it tells is true for the guest.
   *
   * @param {Side} from @param {string} words @param {() => void} arrived
   */
  #fly(from, words, arrived) {
    this.#air = this.#air.then(async () => {
      this.#scene.say(from, words);
      await this.#scene.go(from === "client" ? "server" : "client");
      arrived();
    });
  }

  #hangUp() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.close(1000);
    this.#context.write("client", "closes the WebSocket with 1000");
    this.#show();
  }

  /** @param {boolean} opened @param {number} code @param {string} reason */
  #closed(opened, code, reason) {
    this.#show();
    this.#socket = null;
    if (!opened) return this.#context.failed(`The WebSocket to ${PATH}`, new TypeError());
    this.#context.write("note", `WebSocket closed with ${code}${reason && `: ${reason}`}`);
    if (this.#waiting) {
      this.#answer.textContent = "The walkie-talkie is off: the kitchen cannot tell you any more.";
    }
    this.#waiting = false;
    this.#scene.cooking = false;
    this.#show();
  }

  #show() {
    const { CLOSED, CONNECTING, OPEN } = WebSocket;
    const readyState = this.#attempt ? CONNECTING : (this.#socket?.readyState ?? CLOSED);
    this.#scene.connected = readyState === OPEN;
    this.#order.ariaDisabled = String(this.#waiting || readyState === CONNECTING);
    this.#close.ariaDisabled = String(readyState !== OPEN);
    if (this.#attempt || this.#socket) this.#changed(readyState);
  }
}
