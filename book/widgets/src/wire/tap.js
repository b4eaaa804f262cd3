import { PLAYGROUND } from "../playground.js";

/**
 * What the playground tells on `GET /tap`; `playground/src/tap/events.rs` says what each means.
 *
 * @typedef {"client_to_server" | "server_to_client"} Direction
 * @typedef {{ token: string, connection: number, exchange: number }} Of which exchange
 * @typedef {{ bytes: number, head: number, payload: number, frames: number }} Count bytes on the
 *   wire; of these in HTTP heads, and in payloads; frames
 * @typedef {Of & { type: "read", direction: Direction, at_us: number, span: [number, number] }} ReadEvent
 * @typedef {Of & { type: "unit", at_us: number, redacted?: string[], cut?: number, unit: Unit }} UnitEvent
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
 * Who is told. `lost`: nothing more will come. `returned`: the same, because nothing came for long; what
 * comes later needs a new token.
 * @typedef {{ take: (event: ExchangeEvent) => void, lost: (why: string) => void, returned?: () => void }} Watcher
 */

/** How long the tap may take to say that it watches. A demo goes on without it then. */
const TAP_TIMEOUT_MS = 3000;

/** Tokens that the playground watches for one page: `TOKENS_PER_PAGE` in `playground/src/watch/hub.rs`. */
export const MAX_TOKENS = 16;

/** A token without an open exchange is given back after so long: its demo is over, or was left. */
export const IDLE_MS = 5 * 60_000;

/** How often the page looks for such tokens. */
const LOOK_MS = 60_000;

/** @typedef {{ watcher: Watcher, open: Set<number>, since: number }} Watched `open`: exchanges that have not ended */

/**
 * The page's one WebSocket to `/tap`, for all demos of the page. It is open as long as there is a token.
 */
export class Tap {
  /** @type {Promise<WebSocket> | null} */
  #socket = null;
  /** Token -> who watches it: at most `MAX_TOKENS`, and those that the playground is about to refuse. @type {Map<string, Watched>} */
  #watched = new Map();
  /** @type {Map<string, { resolve: (token: string) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();
  /** Who waits for `settled`, in the order in which they asked. @type {(() => void)[]} */
  #settling = [];

  /** Fulfilled when all has been told that crossed up to now, or nothing more will be told. */
  async settled() {
    const socket = await this.#socket?.catch(() => null);
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ type: "settle" }));
    await new Promise((resolve) => this.#settling.push(() => resolve(null)));
  }

  /**
   * Shows exchanges that begin from now on and whose address carries the new token.
   *
   * @param {Watcher} watcher
   * @param {Detail} detail
   * @returns {Promise<string>} the token, when the playground watches it
   */
  async watch(watcher, detail) {
    if (this.#watched.size >= MAX_TOKENS) this.#giveBack(this.#idle(0).slice(0, 1));
    const token = newToken();
    this.#watched.set(token, { watcher, open: new Set(), since: performance.now() });
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
  unwatch(token) {
    if (!this.#watched.delete(token)) return;
    const ready = this.#socket;
    ready?.then(
      (socket) => {
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send(JSON.stringify({ type: "unwatch", token }));
        // Not at once: who connects again gives back one token and asks for the next.
        setTimeout(() => this.#closeUnused(ready, socket), 0);
      },
      () => {},
    );
  }

  /** @param {Promise<WebSocket>} ready @param {WebSocket} socket */
  #closeUnused(ready, socket) {
    if (this.#watched.size > 0 || this.#socket !== ready) return;
    this.#socket = null;
    for (const resolve of this.#settling.splice(0)) resolve();
    socket.close(1000);
  }

  /** Tokens without an open exchange for so long, the longest first. @param {number} ms */
  #idle(ms) {
    const idle = [...this.#watched].filter(
      ([token, { open, since }]) =>
        open.size === 0 && !this.#waiting.has(token) && performance.now() - since >= ms,
    );
    return idle.sort(([, a], [, b]) => a.since - b.since).map(([token]) => token);
  }

  /** @param {string[]} tokens */
  #giveBack(tokens) {
    for (const token of tokens) {
      this.#watched.get(token)?.watcher.returned?.();
      this.unwatch(token);
    }
  }

  /** @returns {Promise<WebSocket>} */
  #open() {
    if (this.#socket) return this.#socket;
    /** @type {Promise<WebSocket>} */
    const opening = new Promise((resolve, reject) => {
      const socket = new WebSocket(`${PLAYGROUND.replace(/^http/, "ws")}/tap`);
      /** The server counts from here, the page from its own beginning: there may be several taps. */
      let opened_us = 0;
      const look = setInterval(() => this.#giveBack(this.#idle(IDLE_MS)), LOOK_MS);
      socket.onopen = () => {
        opened_us = Math.round(performance.now() * 1000);
        resolve(socket);
      };
      socket.onmessage = ({ data }) => this.#told(JSON.parse(data), opened_us);
      socket.onclose = ({ reason }) => {
        clearInterval(look);
        const why = closeWords(opened_us > 0, reason);
        reject(new Error(why));
        // Else it was closed because nobody watched, and another one may be open by now.
        if (this.#socket === opening) this.#lost(why);
      };
    });
    this.#socket = opening;
    return opening;
  }

  /** @param {any} told one event, or several at once @param {number} opened_us */
  #told(told, opened_us) {
    for (const event of Array.isArray(told) ? told : [told]) {
      const { type, token } = event;
      if (type === "watching") this.#waiting.get(token)?.resolve(token);
      else if (type === "settled") this.#settling.shift()?.();
      else if (type === "refused") this.#waiting.get(token)?.reject(new Error(event.reason));
      else {
        if (event.at_us !== undefined) event.at_us += opened_us;
        this.#take(event);
      }
    }
  }

  /** @param {ExchangeEvent} event */
  #take(event) {
    const watched = this.#watched.get(event.token);
    if (!watched) return;
    if (event.type === "ended") watched.open.delete(event.exchange);
    // An exchange over the server's bound is dropped and never ends.
    else if (event.type !== "dropped") watched.open.add(event.exchange);
    watched.since = performance.now();
    watched.watcher.take(event);
  }

  /** @param {string} why */
  #lost(why) {
    this.#socket = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    for (const resolve of this.#settling.splice(0)) resolve();
    const lost = [...this.#watched.values()];
    this.#watched.clear();
    for (const { watcher } of lost) watcher.lost(why);
  }
}

export const tap = new Tap();

/** @param {boolean} wasOpen @param {string} reason */
function closeWords(wasOpen, reason) {
  if (wasOpen) return `The tap's own WebSocket closed${reason && `: ${reason}`}.`;
  return "The tap did not open: the playground is gone, or as many pages watch as may.";
}

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

/** The address as the program wrote it: rows of the wire have no room for a token. @param {string} address */
export function withoutTap(address) {
  return address.replace(/(?<=[?&])tap=[^&]*&?/, "").replace(/[?&]$/, "");
}
