import { headerIn } from "../handshake/answer.js";

/** @import { Unit } from "../wire/tap.js" */

const HEADER = "sec-websocket-extensions";

/**
 * What a browser offered in its handshake, and what it was answered; "" when there was no such header.
 *
 * @param {[Unit, Unit]} heads of request and response
 */
export function negotiation([request, response]) {
  return { offered: headerIn(request, HEADER), answered: headerIn(response, HEADER) };
}

/**
 * The bit that marks a compressed message (RFC 7692 section 6): RSV1 of its first frame.
 *
 * @param {Unit} frame
 */
export function rsv1(frame) {
  return (Number.parseInt(frame.bytes.slice(0, 2), 16) & 0x40) === 0 ? 0 : 1;
}
