/** Contents to begin with. */

const RANDOM_BYTES = 200;

const CHAT = "did you see my message? no, not yet. try once more please";
const JSON_TEXT = JSON.stringify(
  Array.from({ length: 5 }, (_, n) => ({
    seq: n + 1,
    type: "price-changed",
    symbol: "ACME",
    price: 100 + n / 4,
    currency: "EUR",
  })),
);

/** @typedef {{ name: string, content: () => string | Uint8Array<ArrayBuffer> }} Sample */

/** @param {() => string} own the reader's text @returns {Sample[]} */
export function samples(own) {
  return [
    { name: "Your text", content: own },
    { name: "A line of chat", content: () => CHAT },
    { name: "JSON, five records", content: () => JSON_TEXT },
    {
      name: `Random bytes, ${RANDOM_BYTES}`,
      content: () => crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)),
    },
  ];
}
