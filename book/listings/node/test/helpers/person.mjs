import { once } from 'node:events';
import { io } from 'socket.io-client';

/** The three ways to the same session, for the official client. */
export const WAYS = {
  polling: { transports: ['polling'] },
  websocket: { transports: ['websocket'] },
  upgrade: {}, // the client's default: polling first, then WebSocket
};

const ANSWER_WITHIN = 10_000; // ms: an ack that never comes fails the test
const SOON = { reconnectionDelay: 1, reconnectionDelayMax: 50 };

/** Somebody with a Socket.IO client, who writes down what happens to it. */
export class Person {
  log = [];

  constructor(socket) {
    this.socket = socket;
    const write = (...entry) => this.log.push(readable(entry));
    socket.on('connect', () => write('connect'));
    socket.on('disconnect', reason => write('disconnect', reason));
    socket.on('connect_error', ({ message, data }) =>
      // An error of the transport says more than both servers can agree on.
      write('connect_error', message, ...(data ? [data] : [])),
    );
    socket.onAny((event, ...args) => {
      const givesAck = typeof args.at(-1) === 'function';
      write(event, ...(givesAck ? args.slice(0, -1) : args));
    });
  }

  /** Sends with an acknowledgement, and writes down what it brings. */
  async ask(...event) {
    const answers = await new Promise((resolve, reject) =>
      this.socket
        .timeout(ANSWER_WITHIN)
        .emit(...event, (error, ...rest) =>
          error ? reject(error) : resolve(rest),
        ),
    );
    this.log.push(readable([`${event[0]}: ack`, ...answers]));
    return answers[0];
  }

  hears = event => once(this.socket, event);
}

export const logs = (...persons) => persons.map(({ log }) => log);

/** Binary as its bytes; guests' numbers are the server's own affair. */
function readable(value) {
  if (ArrayBuffer.isView(value))
    return `<${Buffer.from(value).toString('hex')}>`;
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([k, v]) => [k, readable(v)]);
  return Object.fromEntries(entries);
}

/** Makes people who come to one server one way. */
export function people(t, server, way) {
  const options = { forceNew: true, ...WAYS[way], ...SOON };

  /** Somebody who is not connected yet; `via` is another way to the server. */
  function person(namespace, { via = server, ...more } = {}) {
    const url = `http://127.0.0.1:${via.port}${namespace}`;
    const socket = io(url, { ...options, autoConnect: false, ...more });
    t.after(() => socket.disconnect());
    return new Person(socket);
  }

  /** The same client in another namespace, over the same connection. */
  function also({ socket: { io: manager } }, namespace) {
    const socket = manager.socket(namespace);
    t.after(() => socket.disconnect());
    socket.connect();
    return new Person(socket);
  }

  async function enter(namespace, more) {
    const someone = person(namespace, more);
    const entered = someone.hears('connect');
    someone.socket.connect();
    await entered;
    return someone;
  }

  return { person, also, enter };
}
