import { PLAYGROUND } from "../playground.js";

/**
 * What the playground tells on `GET /tap`; `playground/src/tap/events.rs` says what each means.
 *
 * @typedef {"client_to_server" | "server_to_client"} Direction
 * @typedef {{ token: string, connection: number, exchange: number }} Of which exchange
 * @typedef {{ bytes: number, head: number, payload: number, frames: number }} Count bytes on the
 *   wire; of these in HTTP heads, and in payloads; frames
 * @typedef {Of & { type: "read", direction: Direction, at_us: number, span: [number, number] }} ReadEvent
 * @typedef {Of & { type: "unit", at_us: number, redacted?: string[], unit: Unit }} UnitEvent
 * @typedef {Of & { type: "counts", at_us: number, up: Count, down: Count }} CountsEvent
 * @typedef {Of & { type: "dropped", bytes: number, why: string, sentence: string }} DroppedEvent
 * @typedef {Of & { type: "ended", at_us: number, up: number, down: number, dropped: number }} EndedEvent
 * @typedef {ReadEvent | UnitEvent | CountsEvent | DroppedEvent | EndedEvent} ExchangeEvent
 *
 * A unit as the crate `wire` writes it: `playground/wire/src/unit.rs`, `field.rs`.
 * @typedef {{ direction: Direction, layer: "wire" | "content" | "remark", kind: string,
 *   summary: string, span: [number, number], sources?: [number, number][], bytes: string,
 *   fields: Field[], sentence?: string, section?: string, close_code?: number,
 *   [data: string]: unknown }} Unit
 * @typedef {{ name: string, span: [number, number], bits?: [number, number],
 *   value?: boolean | number | string | { hex: string }, note?: string, section?: string,
 *   children?: Field[] }} Field
 */

/**
 * How much is told: everything, or sums alone.
 * @typedef {"units" | "counts"} Detail
 *
 * Who is told: `lost` means that nothing more will come.
 * @typedef {{ take: (event: ExchangeEvent) => void, lost: (why: string) => void }} Watcher
 */

/** How long the tap may take to say that it watches. A demo goes on without it then. */
const TAP_TIMEOUT_MS = 3000;

/**
 * The page's one WebSocket to `/tap`, for all demos of the page. It opens with the first token.
 */
class Tap {
  /** @type {Promise<WebSocket> | null} */
  #socket = null;
  /** @type {Map<string, Watcher>} */
  #watchers = new Map();
  /** @type {Map<string, { resolve: (token: string) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();

  /**
   * Shows exchanges that begin from now on and whose address carries the new token.
   *
   * @param {Watcher} watcher
   * @param {Detail} detail
   * @returns {Promise<string>} the token, when the playground watches it
   */
  async watch(watcher, detail) {
    const token = newToken();
    this.#watchers.set(token, watcher);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let late;
    try {
      await new Promise((resolve, reject) => {
        this.#waiting.set(token, { resolve, reject });
        late = setTimeout(() => reject(new Error("The tap does not answer.")), TAP_TIMEOUT_MS);
        this.#open().then((socket) => {
          // Nobody waits any more when the tap opened too late.
          const waits = this.#waiting.has(token);
          if (waits) socket.send(JSON.stringify({ type: "watch", token, detail }));
        }, reject);
      });
      return token;
    } catch (error) {
      this.unwatch(token);
      throw error;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(token);
    }
  }

  /** Forgets a token. @param {string} token */
  async unwatch(token) {
    if (!this.#watchers.delete(token)) return;
    const socket = await this.#socket?.catch(() => null);
    if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ type: "unwatch", token }));
    }
  }

  /** @returns {Promise<WebSocket>} */
  #open() {
    this.#socket ??= new Promise((resolve, reject) => {
      const socket = new WebSocket(`${PLAYGROUND.replace(/^http/, "ws")}/tap`);
      socket.onopen = () => resolve(socket);
      socket.onmessage = ({ data }) => this.#told(JSON.parse(data));
      socket.onclose = ({ reason }) => {
        this.#socket = null;
        const why = `The tap's own WebSocket closed${reason && `: ${reason}`}.`;
        reject(new Error(why));
        for (const { reject } of this.#waiting.values()) reject(new Error(why));
        for (const { lost } of this.#watchers.values()) lost(why);
        this.#watchers.clear();
      };
    });
    return this.#socket;
  }

  /** @param {any} told one event, or several at once */
  #told(told) {
    for (const event of Array.isArray(told) ? told : [told]) {
      const { type, token } = event;
      if (type === "watching") this.#waiting.get(token)?.resolve(token);
      else if (type === "refused") this.#waiting.get(token)?.reject(new Error(event.reason));
      else this.#watchers.get(token)?.take(event);
    }
  }
}

export const tap = new Tap();

/** 128 random bits in hexadecimal digits: who knows them may see these exchanges. */
function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * An address whose exchange is shown to who watches the token; unchanged without one.
 *
 * @param {string} address
 * @param {string} token
 */
export function withTap(address, token) {
  if (token === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}tap=${token}`;
}
