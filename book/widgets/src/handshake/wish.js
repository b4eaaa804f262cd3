/** Handshakes with one fault each. No DOM. @import { Wish } from "../raw/raw-client.js" */
import { SAMPLE_KEY } from "./accept.js";

/** @type {Wish} */
const CORRECT = {
  upgrade: true,
  connection: true,
  version: "13",
  key: SAMPLE_KEY,
  origin: null,
};

/** By the words on the reader's choice. @type {Record<string, Wish>} */
export const WISHES = {
  Correct: CORRECT,
  "No Upgrade": { ...CORRECT, upgrade: false },
  "Version 12": { ...CORRECT, version: "12" },
  "No key": { ...CORRECT, key: null },
  "Foreign origin": { ...CORRECT, origin: "https://evil.example" },
};
