/** Messages as bytes, as hex and as one line of a log. */

/** Bytes of a binary message that a row shows. */
const SHOWN_BYTES = 32;
/** Characters of a text message that a row shows. */
const SHOWN_CHARACTERS = 500;

/** @param {Uint8Array} bytes @returns {string} `68 69` */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/**
 * Reads `68 69`, `6869` or `0x68, 0x69`.
 *
 * @param {string} typed
 * @returns {Uint8Array<ArrayBuffer> | null} null when it is not whole bytes in hex
 */
export function parseHex(typed) {
  const digits = typed.replace(/0x|[\s,]/gi, "");
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {string | ArrayBuffer | Uint8Array} payload @returns {string} one line for a log */
export function describePayload(payload) {
  if (typeof payload === "string") {
    if (payload.length <= SHOWN_CHARACTERS) return payload;
    const size = new TextEncoder().encode(payload).length;
    return `${payload.slice(0, SHOWN_CHARACTERS)}… (${size} bytes)`;
  }
  const bytes = new Uint8Array(payload);
  const more = bytes.length > SHOWN_BYTES ? " …" : "";
  const size = `binary, ${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}`;
  return bytes.length === 0 ? size : `${size}: ${toHex(bytes.subarray(0, SHOWN_BYTES))}${more}`;
}

/**
 * @param {string | ArrayBuffer | Uint8Array} one
 * @param {string | ArrayBuffer | Uint8Array} other
 */
export function samePayload(one, other) {
  if (typeof one === "string" || typeof other === "string") return one === other;
  const [a, b] = [new Uint8Array(one), new Uint8Array(other)];
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
