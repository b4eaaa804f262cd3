/**
 * What happened in a demo, in order: shown as rows of a log and saved as a recording.
 *
 * @typedef {"client" | "server" | "note"} From
 * @typedef {{ at_ms: number, from: From, text: string }} Entry `at_ms`: milliseconds since
 *   `restart()`, one decimal, because a browser's clock is no finer than 0.1 ms
 * @typedef {{ recorded: string, by: string, events?: Entry[],
 *   table?: { head: string[], rows: string[][] } }} Recording
 */

/** Entries kept. A longer run drops its oldest, so that a demo left on for a day stays small. */
export const MAX_ENTRIES = 500;

export class Transcript {
  /** @param {() => number} [now] milliseconds on a clock that never goes back */
  constructor(now = () => performance.now()) {
    this.now = now;
    /** @type {Entry[]} */
    this.entries = [];
    this.zero = now();
  }

  /** Forgets everything; the next entry counts from now. */
  restart() {
    this.entries = [];
    this.zero = this.now();
  }

  /** Milliseconds since `restart()`. */
  elapsed() {
    return this.now() - this.zero;
  }

  /** @param {From} from @param {string} text @returns {Entry} */
  add(from, text) {
    const entry = { at_ms: Math.round(this.elapsed() * 10) / 10, from, text };
    this.entries.push(entry);
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
    return entry;
  }
}

/**
 * "Chromium 156", from what a browser says of itself.
 *
 * @param {string} userAgent
 */
export function browserName(userAgent) {
  for (const [pattern, name] of /** @type {[RegExp, string][]} */ ([
    [/Firefox\/(\d+)/, "Firefox"],
    [/Edg\/(\d+)/, "Edge"],
    [/Chrome\/(\d+)/, "Chromium"],
    [/Version\/(\d+).*Safari/, "Safari"],
  ])) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return "a browser";
}
