import * as faults from "../wire/faults.js";
import { isHarmless } from "./wish.js";

/** @import { Plan } from "../wire/faults.js" */
/** @import { WireDrawer } from "../wire/drawer.js" */
/** @import { Blow } from "./wish.js" */

/** Sent again so long before the playground would forget it: a request may be late. */
const RENEW_MS = faults.PLAN_LIFE_MS - 60_000;

/** A blow without length is seen in the drawing for so long. */
const SEEN_MS = 2000;

/** @typedef {{ code: number, reason: string }} Close */

/**
 * Brings one wish upon all tokens of a bench, and upon each that it gets later, so that it outlives a
 * reconnect.
 */
export class Harm {
  /** @type {Plan} */
  plan = {};
  /** What was done last, as long as it lasts. @type {{ how: Blow, seconds: number, until: number } | null} */
  #blow = null;
  /** One request after the other: the last wish wins. */
  #queue = Promise.resolve();
  #isWaiting = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #renewal;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #over;
  #wire;
  #changed;
  #failed;

  /** @param {WireDrawer} wire @param {{ changed: () => void, failed: (why: string) => void }} then */
  constructor(wire, { changed, failed }) {
    this.#wire = wire;
    this.#changed = changed;
    this.#failed = failed;
    wire.onToken((token) => this.#meet(token));
  }

  /** @returns {Blow | null} */
  get blow() {
    return this.#blow && performance.now() < this.#blow.until ? this.#blow.how : null;
  }

  /** From now on this goes wrong. @param {Plan} plan */
  async wish(plan) {
    this.plan = plan;
    this.#changed();
    this.#renew();
    // What waits reads the newest plan when its turn comes.
    if (this.#isWaiting) return this.#queue;
    this.#isWaiting = true;
    return this.#next(() => {
      this.#isWaiting = false;
      return this.#each((token) => faults.change(token, this.plan));
    });
  }

  /** Nothing goes wrong any more. */
  async mend() {
    this.plan = {};
    this.#strike(null);
    this.#renew();
    await this.#next(() => this.#each(faults.restore));
  }

  /**
   * Something that happens once, and lasts for some seconds on new connections, too.
   *
   * @param {Exclude<Blow, "close">} how @param {number} seconds
   * @returns {Promise<number>} connections that it came upon
   */
  async strike(how, seconds) {
    return this.#hit(how, seconds, (token) => faults[how](token, seconds));
  }

  /** A Close frame from the server to each WebSocket. @param {Close} close */
  async close({ code, reason }) {
    return this.#hit("close", 0, (token) => faults.close(token, code, reason));
  }

  /** Nothing is renewed any more: the bench has left the page. */
  stop() {
    clearInterval(this.#renewal);
    clearTimeout(this.#over);
  }

  /** @param {Blow} how @param {number} seconds @param {(token: string) => Promise<number>} ask */
  async #hit(how, seconds, ask) {
    this.#strike({ how, seconds });
    let connections = 0;
    await this.#next(async () => {
      for (const count of await this.#each(ask)) connections += count;
    });
    return connections;
  }

  /** @param {{ how: Blow, seconds: number } | null} blow */
  #strike(blow) {
    clearTimeout(this.#over);
    this.#blow = null;
    if (blow) {
      const lasts = Math.max(blow.seconds * 1000, SEEN_MS);
      this.#blow = { ...blow, until: performance.now() + lasts };
      this.#over = setTimeout(() => this.#strike(null), lasts);
    }
    this.#changed();
  }

  /** A new token bears what the others bear. @param {string} token */
  async #meet(token) {
    try {
      if (!isHarmless(this.plan)) await faults.change(token, this.plan);
      const blow = this.#blow;
      const left = blow && blow.seconds > 0 ? (blow.until - performance.now()) / 1000 : 0;
      if (blow && left > 0 && blow.how !== "close") await faults[blow.how](token, Math.ceil(left));
    } catch (error) {
      this.#failed(wordsOf(error));
    }
  }

  #renew() {
    clearInterval(this.#renewal);
    if (isHarmless(this.plan)) return;
    this.#renewal = setInterval(() => void this.wish(this.plan), RENEW_MS);
  }

  /** @param {() => Promise<unknown>} task */
  #next(task) {
    const done = this.#queue.then(task).then(() => {});
    this.#queue = done.catch(() => {});
    return done;
  }

  /**
   * Asks for every token; tells of the first refusal.
   *
   * @template T @param {(token: string) => Promise<T>} ask @returns {Promise<T[]>}
   */
  async #each(ask) {
    const tokens = await this.#wire.tokens();
    const answers = await Promise.allSettled(tokens.map(ask));
    const refused = answers.find((answer) => answer.status === "rejected");
    this.#failed(refused ? wordsOf(refused.reason) : "");
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  }
}

/** @param {unknown} error */
function wordsOf(error) {
  // fetch says no more than this when nobody answers.
  if (error instanceof TypeError) return "The playground does not answer. Is it still running?";
  return error instanceof Error ? error.message : String(error);
}
