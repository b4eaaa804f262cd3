/** @import { WireSession } from "../wire/session.js" */
/** @import { Unit } from "../wire/tap.js" */

/** How long the wire may take to show a handshake. */
const WIRE_TIMEOUT_MS = 3000;

/** The heads of a handshake that the browser makes itself: it shows them to no page, but the wire does. */
export class OwnHandshake {
  #session;
  /** @type {{ token: string, found: (heads: [Unit, Unit]) => void } | null} */
  #wanted = null;

  /** @param {WireSession} session */
  constructor(session) {
    this.#session = session;
    session.onChange(() => this.#look());
  }

  /**
   * Request and response of the connection that is about to be opened with this token.
   *
   * @param {string} token
   * @returns {Promise<[Unit, Unit] | null>} null: nothing came in time
   */
  of(token) {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), WIRE_TIMEOUT_MS);
      const found = (/** @type {[Unit, Unit]} */ heads) => {
        clearTimeout(late);
        this.#wanted = null;
        resolve(heads);
      };
      this.#wanted = { token, found };
    });
  }

  #look() {
    if (this.#wanted === null) return;
    const { token, found } = this.#wanted;
    /** @type {Map<string, Unit>} */
    const units = new Map();
    for (const event of this.#session.since()) {
      if (event.type === "unit" && event.token === token) units.set(event.unit.kind, event.unit);
    }
    const [request, response] = [units.get("request_head"), units.get("response_head")];
    if (request && response) found([request, response]);
  }
}
