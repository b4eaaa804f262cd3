/**
 * A frame as the reader sets it, and what `/ws/raw` makes of it. No DOM.
 *
 * @import { Recipe } from "../raw/raw-client.js"
 * @typedef {"text" | "hex" | "count"} PayloadKind `count`: so many times the letter x
 * @typedef {{ fin: boolean, rsv1: boolean, rsv2: boolean, rsv3: boolean, opcode: number,
 *   masked: boolean, key: string, length_form: string, length: string, kind: PayloadKind,
 *   payload: string }} FrameSettings `length`: what the header claims; "": the truth
 */
import { parseHex, toHex } from "../payload.js";

/** The masking key of the examples in RFC 6455 section 5.7. */
export const SAMPLE_KEY = "37 fa 21 3d";
/** As many as the playground takes in one command. */
export const MOST_FRAMES = 16;
/** All frames together, as the playground takes them. */
const MOST_BYTES = 256 * 1024;
const LETTER = "78";

/** By their number, as RFC 6455 section 5.2 names them. */
export const OPCODES = [
  "continuation",
  "text",
  "binary",
  ...Array(5).fill("reserved"),
  "close",
  "ping",
  "pong",
  ...Array(5).fill("reserved"),
];

export const LENGTH_FORMS = {
  shortest: "shortest that fits",
  seven: "7 bits",
  sixteen: "16 bits",
  sixty_four: "64 bits",
};

/** @param {Partial<FrameSettings>} [changes] @returns {FrameSettings} a correct frame of text, changed */
export function frame(changes = {}) {
  return {
    ...{ fin: true, rsv1: false, rsv2: false, rsv3: false, opcode: 1 },
    ...{ masked: true, key: SAMPLE_KEY, length_form: "shortest", length: "" },
    ...{ kind: "text", payload: "Hello" },
    ...changes,
  };
}

/** What is wrong with what was typed, by field; "" where nothing is. @param {FrameSettings} frame */
export function problems({ masked, key, length, kind, payload }) {
  const bytes = parseHex(key);
  const number = Number(length);
  const hex = kind === "hex" && parseHex(payload) === null;
  const count = kind === "count" && !(isWhole(payload) && Number(payload) <= MOST_BYTES);
  return {
    key: masked && bytes?.length !== 4 ? "A key is four bytes in hex, as in 37 fa 21 3d." : "",
    length:
      length === "" || (isWhole(length) && number < 2 ** 64) ? "" : "A whole number, or nothing.",
    payload: hex
      ? "Hex is pairs of 0-9 and a-f, as in 68 65 6c 6c 6f."
      : count
        ? `How many times x: a whole number up to ${MOST_BYTES}.`
        : "",
  };
}

/** @param {string} typed */
function isWhole(typed) {
  return /^\d+$/.test(typed);
}

/** @param {FrameSettings} frame without problems @returns {Recipe} */
export function recipe({ masked, key, length, kind, payload, ...bits }) {
  const bytes = kind === "hex" ? parseHex(payload) : new TextEncoder().encode(payload);
  const { fin, rsv1, rsv2, rsv3, opcode, length_form } = bits;
  return {
    ...{ fin, rsv1, rsv2, rsv3, opcode, length_form },
    mask: masked ? digits(parseHex(key)) : null,
    length: length === "" ? null : Number(length),
    payload: kind === "count" ? LETTER : digits(bytes),
    repeat: kind === "count" ? Number(payload) : 1,
  };
}

/** @param {Uint8Array | null} bytes */
function digits(bytes) {
  return toHex(bytes ?? new Uint8Array()).replaceAll(" ", "");
}

/**
 * The same payload in another notation, as far as it can be written so.
 *
 * @param {FrameSettings} frame
 * @param {PayloadKind} kind
 */
export function inKind(frame, kind) {
  const { payload, repeat } = recipe(frame);
  const bytes = parseHex(payload) ?? new Uint8Array();
  if (kind === "count") return String(bytes.length * repeat);
  const all = frame.kind === "count" ? new Uint8Array(Math.min(repeat, 125)).fill(0x78) : bytes;
  return kind === "hex" ? toHex(all) : new TextDecoder().decode(all);
}

/** @param {FrameSettings} frame @returns {string} for the list: "text, FIN 0" */
export function title({ opcode, fin }) {
  const name = OPCODES[opcode] === "reserved" ? `opcode ${opcode.toString(16)}` : OPCODES[opcode];
  return `${name}, FIN ${Number(fin)}`;
}
