/** The arithmetic of Sec-WebSocket-Accept (RFC 6455 section 1.3), step by step. No DOM. */
import { sha1 } from "@noble/hashes/legacy.js";
import { toHex } from "../payload.js";

/** The example of RFC 6455 section 1.3. */
export const SAMPLE_KEY = "dGhlIHNhbXBsZSBub25jZQ==";
/** The same for every handshake in the world (RFC 6455 section 1.3). */
export const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * @param {string} key as it stands in the header
 * @returns {{ joined: string, hash: string, accept: string }} the text, its SHA-1 in hexadecimal
 *   digits, that in Base64
 */
export function acceptSteps(key) {
  const joined = key + GUID;
  const hash = sha1(new TextEncoder().encode(joined));
  return { joined, hash: toHex(hash), accept: btoa(String.fromCharCode(...hash)) };
}

/** What is odd about a key; "": 16 bytes in Base64. @param {string} key */
export function keyProblem(key) {
  const bytes = decodedLength(key);
  if (bytes === 16) return "";
  const odd = bytes === null ? "This is not Base64." : `This is Base64 of ${bytes} bytes.`;
  return `${odd} A handshake needs 16 bytes; the arithmetic works with any text.`;
}

/** @param {string} text @returns {number | null} */
function decodedLength(text) {
  try {
    // atob takes text without its padding too; a header must have it.
    const decoded = atob(text);
    return btoa(decoded).length === text.length ? decoded.length : null;
  } catch {
    return null;
  }
}
