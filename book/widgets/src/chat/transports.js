/** Which transports a session may use, and what to say of the one that it uses. */

/** @typedef {"default" | "polling" | "websocket"} Choice */

/** As the reader chooses. @type {Record<Choice, string>} */
export const CHOICES = {
  default: "Default: both",
  polling: "Polling only",
  websocket: "WebSocket only",
};

/** The option of the official client. @param {string} choice @returns {("polling" | "websocket")[]} */
export function transportsOf(choice) {
  if (choice === "polling" || choice === "websocket") return [choice];
  return ["polling", "websocket"];
}

/** @type {Record<string, string>} */
const WORDS = { polling: "polling", websocket: "WebSocket" };

/** Which transport a client uses just now. After a reconnection it begins anew. */
export class TransportWatch {
  #manager;
  #opened = 0;
  /** From the opening of the session to its upgrade. @type {number | null} */
  #upgraded_ms = null;

  /** @param {import("socket.io-client").Manager} manager @param {(words: string) => void} upgraded */
  constructor(manager, upgraded) {
    this.#manager = manager;
    manager.on("open", () => {
      this.#opened = performance.now();
      this.#upgraded_ms = null;
      manager.engine.on("upgrade", () => {
        this.#upgraded_ms = performance.now() - this.#opened;
        upgraded(`Upgraded to ${this.transport}`);
      });
    });
  }

  get transport() {
    const { name } = this.#manager.engine.transport;
    return WORDS[name] ?? name;
  }

  get words() {
    const words = `Over ${this.transport}`;
    if (this.#upgraded_ms === null) return words;
    return `${words}, upgraded after ${this.#upgraded_ms.toFixed(0)} ms`;
  }
}
