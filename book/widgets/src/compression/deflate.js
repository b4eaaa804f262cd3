/** What DEFLATE makes of one message alone. No DOM. */

/** A frame's first two bytes; more for a longer payload (RFC 6455 section 5.2). */
const SHORT = 125;
const MIDDLE = 65_535;

/** Bytes of an unmasked frame with a payload of this length. @param {number} payload */
export function frameBytes(payload) {
  if (payload <= SHORT) return 2 + payload;
  return (payload <= MIDDLE ? 4 : 10) + payload;
}

/**
 * Bytes of the message as DEFLATE data (RFC 1951), as the browser's `CompressionStream` makes it.
 *
 * permessage-deflate ends a message in another way (RFC 7692 section 7.2.1): the last block is not marked as the last,
 * an empty block without compression follows, and its last four bytes, 00 00 FF FF, are not sent. Of the empty block
 * three bits stay. They fit into the last byte, or they need one more. So the real payload has as many bytes as this, or
 * one more; the empty message is the exception.
 *
 * @param {Uint8Array<ArrayBuffer>} message
 * @returns {Promise<number>}
 */
export async function deflatedBytes(message) {
  const stream = new Blob([message]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}
