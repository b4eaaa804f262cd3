/**
 * @typedef {"wait" | "drop-oldest" | "drop-newest" | "disconnect"} Policy
 * @typedef {{ rate: number, bytes: number, queue: number, policy: Policy }} Flow
 * @typedef {{ at_ms: number, made: number, sent: number, dropped: number, queued: number, queued_bytes: number,
 *   waiting: boolean, reading: boolean, resident_bytes: number | null }} Gauge
 *
 * @typedef {object} Listener
 * @property {(id: string) => void} opened the hose is there, and waits for a reader
 * @property {(gauge: Gauge) => void} gauge
 * @property {(reason: string) => void} refused
 * @property {(event: CloseEvent) => void} ended
 */

/** The control of a hose: what flows, and what became of it. */
export class HoseControl {
  #socket;

  /** @param {string} address of `/ws/firehose` @param {Flow} flow @param {Listener} listener */
  constructor(address, flow, listener) {
    const socket = (this.#socket = new WebSocket(address));
    socket.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      if (told.type === "gauge") listener.gauge(told);
      else if (told.type === "refused") listener.refused(told.reason);
      else {
        this.change(flow);
        listener.opened(told.id);
      }
    };
    socket.onclose = (event) => listener.ended(event);
  }

  /** @param {Partial<Flow>} flow */
  change(flow) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(flow));
  }

  close() {
    this.#socket.close(1000);
  }
}
