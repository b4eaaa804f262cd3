/**
 * What `/ws/raw` says; `playground/src/raw/protocol.rs` says what each means.
 *
 * @import { Unit } from "../wire/tap.js"
 * @typedef {{ fin: boolean, rsv1: boolean, rsv2: boolean, rsv3: boolean, opcode: number,
 *   mask: string | null, length_form: string, length: number | null, payload: string,
 *   repeat: number }} Recipe
 * @typedef {{ upgrade: boolean, connection: boolean, version: string | null, key: string | null,
 *   origin: string | null }} Wish a handshake; null: without that header
 * @typedef {{ type: "open", token?: string, handshake?: Wish } | { type: "hang_up" } |
 *   { type: "preview" | "send", frames: Recipe[] }} Command
 * @typedef {{ type: "preview", bytes: number, frames: [number, number][], missing: number,
 *   units: Unit[] }} Preview
 * @typedef {{ type: "answered", status: number, units: Unit[] }} Answered
 * @typedef {{ type: "ended", how: "fin" | "reset" | "hung_up" | "time", sentence: string }} Ended
 * @typedef {{ type: "refused", to: Command["type"] | null, reason: string }} Refused
 * @typedef {Preview | Answered | Ended | Refused | { type: "sent", bytes: number } |
 *   { type: "received", units: Unit[] }} Told
 */

/** The page's line to the server's raw client. It connects with the first command. */
export class RawClient {
  #address;
  #told;
  #lost;
  /** @type {WebSocket | null} */
  #socket = null;
  /** What is to be said when the WebSocket is open. A bench says two things at the most. @type {Command[]} */
  #waiting = [];

  /**
   * @param {string} address of `/ws/raw`
   * @param {(told: Told) => void} told
   * @param {(opened: boolean) => void} lost it ended by itself, or never opened
   */
  constructor(address, told, lost) {
    this.#address = address;
    this.#told = told;
    this.#lost = lost;
  }

  /** @param {Command} command */
  say(command) {
    this.#socket ??= this.#connect();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
    else this.#waiting.push(command);
  }

  /** The raw client's own connection ends with this. */
  close() {
    const socket = this.#socket;
    this.#socket = null;
    this.#waiting = [];
    socket?.close();
  }

  #connect() {
    const socket = new WebSocket(this.#address);
    let opened = false;
    socket.onopen = () => {
      opened = true;
      for (const command of this.#waiting.splice(0)) socket.send(JSON.stringify(command));
    };
    socket.onmessage = ({ data }) => this.#told(JSON.parse(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#waiting = [];
      this.#lost(opened);
    };
    return socket;
  }
}
