import { until } from "../until.js";
import { END, RETURN_MS } from "./lane.js";
import { Passage } from "./passage.js";

/** @import { Panel } from "../panel.js" */
/** @import { Lane } from "./lane.js" */

/**
 * Two members of a room. Ada's line is cut, Bo's is not. The server keeps nothing of what is said.
 *
 * @typedef {{ say: (n: number) => void, onHeard: (take: (n: number) => void) => void }} Member
 * @typedef {{ label: string, ada: Member, bo: Member, onBack: (tell: (at: number) => void) => void }} Pair
 *   `at`: since when the line is there again; it is told when Ada is in the room again
 */

/** @typedef {"up" | "down"} Way up: Ada sends to the server; down: the server sends to Ada */

/**
 * @param {Panel} panel @param {string} name
 * @param {Way} way
 * @param {number} last
 * @param {Pair} pair
 * @returns {Lane}
 */
export function roomLane({ signal }, name, way, last, { label, ada, bo, onBack }) {
  const passage = new Passage(last);
  const [speaker, listener] = way === "up" ? [ada, bo] : [bo, ada];
  const isBack = until(
    signal,
    `${label} to come back`,
    (/** @type {(value?: undefined) => void} */ came) =>
      onBack((at) => {
        passage.backs.push(at);
        came();
      }),
    RETURN_MS,
  );
  const heardAll = until(
    signal,
    `the end of what ${label} says`,
    (/** @type {(value?: undefined) => void} */ came) =>
      listener.onHeard((n) => {
        if (n === END) came();
        else passage.got.push({ n, at: performance.now() });
      }),
    2 * RETURN_MS,
  );
  return {
    name,
    label,
    passage,
    send(n) {
      passage.sent.set(n, performance.now());
      speaker.say(n);
    },
    async over() {
      await isBack;
      speaker.say(END);
      await heardAll;
    },
  };
}
