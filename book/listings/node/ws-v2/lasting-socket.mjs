// A WebSocket that lasts, for a browser: it notices a dead line, comes back
// with patience, and asks for what it has missed. The server is in server.mjs.

// ANCHOR: backoff
const FIRST_WAIT = 1000; // ms
const LONGEST_WAIT = 30_000;

/** @typedef {(failures: number) => number} Backoff ms to wait before a try */

/** @type {Backoff} */
export const fixed = () => FIRST_WAIT;

/** @type {Backoff} */
export const exponential = failures =>
  Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures);

/** @type {Backoff} */
export const fullJitter = failures => Math.random() * exponential(failures);
// ANCHOR_END: backoff

// ANCHOR: codes
/** After any other code the server does not want us back, or our own fault. */
const COME_BACK = [1001, 1005, 1006, 1011, 1012, 1013, 1014];
const TRY_AGAIN_LATER = 1013;
const LATER = 10_000; // ms on top of the usual wait
// ANCHOR_END: codes

/** A connection that ends sooner is one more failure, although it opened. */
const LIVED_A_WHILE = 5000; // ms

/**
 * `ms`: until the next try. `code`, `why`, `wasClean`: how the last connection
 * ended; 1006 when no Close frame came.
 *
 * @typedef {'connecting' | 'open' | 'waiting' | 'closed'} State
 * @typedef {{ ms?: number, code?: number, why?: string, wasClean?: boolean }} Detail
 */

/**
 * @param {object} options
 * @param {(after: number) => string | URL} options.address asks the server for
 *   what follows event number `after`
 * @param {(event: any) => void} options.onEvent hears each message once; before
 *   one that does not follow the last, `{gap: {after, next}}`
 * @param {(state: State, detail: Detail) => void} [options.onState]
 * @param {number} [options.heartbeatMs] how often it asks: are you there?
 * @param {number} [options.deadlineMs] how long that may stay unanswered
 * @param {Backoff} [options.backoff]
 */
export function lastingSocket({
  address,
  onEvent,
  onState = () => {},
  heartbeatMs = 10_000,
  deadlineMs = 20_000,
  backoff = fullJitter,
}) {
  /** @type {WebSocket} */
  let socket;
  let last = 0; // number of the last event heard
  let failures = 0; // since a connection lived a while
  let openedAt = Infinity;
  let unanswered = 0; // heartbeats since the last sign of life
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let heartbeat;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let wait;

  // ANCHOR: connect
  function connect() {
    wait = undefined;
    socket = new WebSocket(address(last));
    socket.onopen = () => {
      unanswered = 0;
      openedAt = performance.now();
      onState('open', {});
    };
    socket.onmessage = ({ data }) => {
      unanswered = 0;
      if (data !== 'pong') hear(JSON.parse(data));
    };
    // After an error comes a close, so this is the one place to try again.
    socket.onclose = lose;
    unanswered = 0;
    openedAt = Infinity;
    heartbeat = setInterval(beat, heartbeatMs);
    onState('connecting', {});
  }
  // ANCHOR_END: connect

  // ANCHOR: heartbeat
  // It counts heartbeats and reads no clock: in a background tab, or after a
  // sleep, the timer fires late, and the silence until then proves nothing.
  function beat() {
    if (unanswered * heartbeatMs >= deadlineMs) {
      const reason = `no answer for ${deadlineMs} ms`;
      return lose({ code: 1006, reason, wasClean: false });
    }
    unanswered += 1;
    send('ping');
  }

  // close() on a dead line waits for an answer that never comes. So we do not
  // wait for the socket's `close`, and are deaf to what it may still bring.
  function forget() {
    clearInterval(heartbeat);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(1000);
  }
  // ANCHOR_END: heartbeat

  // ANCHOR: lose
  /** @param {Pick<CloseEvent, 'code' | 'reason' | 'wasClean'>} how */
  function lose({ code, reason: why, wasClean }) {
    forget();
    if (!COME_BACK.includes(code)) return end({ code, why, wasClean });
    if (performance.now() - openedAt > LIVED_A_WHILE) failures = 0;
    const ms = backoff(failures++) + (code === TRY_AGAIN_LATER ? LATER : 0);
    wait = setTimeout(connect, ms);
    onState('waiting', { ms, code, why, wasClean });
  }

  // The browser's hint that there is a network again: do not wait any longer.
  function hurry() {
    if (wait === undefined) return;
    clearTimeout(wait);
    connect();
  }
  // ANCHOR_END: lose

  // ANCHOR: hear
  /** @param {any} event */
  function hear(event) {
    const { seq, gap } = event;
    if (gap) last = gap.next - 1; // the server has no more what we asked for
    if (seq <= last) return; // heard before
    if (seq > last + 1) onEvent({ gap: { after: last, next: seq } });
    if (seq) last = seq;
    onEvent(event);
  }
  // ANCHOR_END: hear

  /** @param {Detail} detail */
  function end(detail) {
    clearTimeout(wait);
    wait = undefined;
    removeEventListener('online', hurry);
    onState('closed', detail);
  }

  /** @param {string} text @returns {boolean} whether there was a line for it */
  function send(text) {
    const isOpen = socket.readyState === WebSocket.OPEN;
    if (isOpen) socket.send(text);
    return isOpen;
  }

  function close() {
    forget();
    end({ code: 1000, why: 'closed by this side' });
  }

  addEventListener('online', hurry);
  connect();
  return { send, close };
}
