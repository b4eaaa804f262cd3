/**
 * The questions that `live-playground-status` asks, one an endpoint. Each opens what a lesson will
 * open later, says what it saw, and closes it again.
 */

/** How long one check may take. A local playground needs milliseconds. */
export const CHECK_TIMEOUT_MS = 5000;

/** The smallest race that shows something: one tick, at once. */
const SMALL_RACE = { rate: 100, count: 1, size: 0 };

/**
 * @typedef {{ url: (path: string) => string, webSocketUrl: (path: string) => string,
 *   signal: AbortSignal }} Where
 * @typedef {{ name: string, what: string, run: (where: Where) => Promise<string> }} Check
 *   `run` resolves to what was seen and rejects with a sentence
 */

/** @type {Check[]} */
export const CHECKS = [
  { name: "GET /about.json", what: "HTTP", run: askAbout },
  { name: "/ws/echo", what: "WebSocket", run: echoOnce },
  { name: "/race/…/long-poll", what: "Long polling", run: longPollOnce },
  { name: "/race/…/sse", what: "Server-sent events", run: oneServerSentEvent },
];

/** @param {Where} where */
async function askAbout({ url, signal }) {
  const about = await (await fetch(url("/about.json"), { signal })).json();
  return `${about.name} ${about.version}`;
}

/** @param {Where} where @returns {Promise<string>} */
function echoOnce({ webSocketUrl, signal }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(webSocketUrl("/ws/echo"));
    const start = performance.now();
    let sent = start;
    socket.onopen = () => {
      sent = performance.now();
      socket.send("check");
    };
    socket.onmessage = () => {
      const [open, trip] = [sent - start, performance.now() - sent].map((ms) => ms.toFixed(1));
      resolve(`open after ${open} ms, round trip ${trip} ms`);
      socket.close(1000);
    };
    socket.onclose = ({ code }) => reject(new Error(`closed with ${code} before it answered`));
    signal.addEventListener("abort", () => {
      reject(signal.reason);
      socket.close();
    });
  });
}

/** @param {Where} where @returns {Promise<string>} the race's path */
async function smallRace({ url, signal }) {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(SMALL_RACE);
  const answer = await fetch(url("/race"), { method: "POST", headers, body, signal });
  if (!answer.ok) throw new Error(`POST /race: ${answer.status} ${await answer.text()}`);
  return `/race/${(await answer.json()).id}`;
}

/** @param {Where} where */
async function longPollOnce(where) {
  const race = await smallRace(where);
  const answer = await fetch(where.url(`${race}/long-poll?after=0`), { signal: where.signal });
  const ticks = await answer.json();
  return `asked once, got ${ticks.length} ${ticks.length === 1 ? "update" : "updates"}`;
}

/** @param {Where} where @returns {Promise<string>} */
async function oneServerSentEvent(where) {
  const race = await smallRace(where);
  const source = new EventSource(where.url(`${race}/sse?after=0`));
  try {
    return await new Promise((resolve, reject) => {
      source.onmessage = ({ lastEventId }) => resolve(`event ${lastEventId} came by itself`);
      source.onerror = () => reject(new Error("the stream ended before an event came"));
      where.signal.addEventListener("abort", () => reject(where.signal.reason));
    });
  } finally {
    source.close();
  }
}
