import { withTap } from "../wire/tap.js";
import { LaneBytes } from "./lane-bytes.js";
import { LANES } from "./lanes.js";

/** @import { WireDrawer } from "../wire/drawer.js" */
/** @import { LaneName } from "./lanes.js" */
/** @import { LaneRecord } from "./lane-record.js" */

/** How long the last counts may take. The tap tells in milliseconds; a busy machine is slower. */
const PATIENCE_MS = 5000;

/** What the wire calls the requests that start and change a race. */
const CONTROL = "Race control";

/** One race's tokens, and what the tap counts for each lane. */
export class RaceWire {
  /** Lane, or `CONTROL`, to its token. @type {Map<string, string>} */
  #tokens = new Map();
  /** @type {Map<LaneName, LaneBytes>} */
  #lanes = new Map();
  #asked = 0;
  #drawer;
  #changed;
  #settle = () => {};

  /** @param {WireDrawer} drawer @param {() => void} changed a lane has new sums */
  constructor(drawer, changed) {
    this.#drawer = drawer;
    this.#changed = changed;
  }

  /** Tokens for what follows. Frames are told only to who looks at them. @param {LaneName[]} names */
  async watch(names) {
    this.#asked = names.length;
    const detail = this.#drawer.element.open ? "units" : "counts";
    const lanes = names.map(async (name) => {
      const bytes = new LaneBytes(() => (this.#changed(), this.#settle()));
      const token = await this.#drawer.watch(LANES[name].title, detail, bytes);
      this.#tokens.set(name, token);
      if (token) this.#lanes.set(name, bytes);
    });
    const control = this.#drawer.watch(CONTROL).then((token) => this.#tokens.set(CONTROL, token));
    await Promise.all([...lanes, control]);
  }

  /** @param {string} url @param {LaneName} [name] none: a request about the race itself */
  address(url, name) {
    return withTap(url, this.token(name ?? CONTROL));
  }

  /** Empty: nobody watches it. @param {string} name */
  token(name) {
    return this.#tokens.get(name) ?? "";
  }

  /** Null: the tap does not count it. @param {LaneName} name */
  bytesOf(name) {
    return this.#lanes.get(name) ?? null;
  }

  /** Why a lane's bytes are not all counted; empty while they are. */
  get problem() {
    if (this.#lanes.size < this.#asked)
      return "Nothing counts the bytes with headers: there is no tap.";
    return [...this.#lanes]
      .filter(([, { problem }]) => problem)
      .map(([name, { problem }]) => `${LANES[name].title}, bytes with headers: ${problem}`)
      .join(" ");
  }

  /**
   * Waits for the last counts of every lane: they come on another connection than the last tick.
   *
   * @param {Map<LaneName, LaneRecord>} records
   * @param {AbortSignal} signal the reader does not wait
   */
  async settled(records, signal) {
    const open = () =>
      [...this.#lanes].filter(([name, bytes]) => {
        const record = records.get(name);
        return !bytes.problem && record && !bytes.isWhole(record);
      });
    const late = AbortSignal.timeout(PATIENCE_MS);
    await new Promise((resolve) => {
      this.#settle = () => open().length === 0 && resolve(null);
      for (const end of [signal, late]) end.addEventListener("abort", resolve, { once: true });
      this.#settle();
    });
    if (signal.aborted) return;
    for (const [, bytes] of open()) bytes.lost("The tap did not tell of its last bytes.");
    this.#drawer.unwatchAll();
  }
}
