import { on, once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { WebSocket } from 'ws';

const SOCKET_IO = '/socket.io/?EIO=4&transport=websocket';

/** Where a WebSocket to this server goes; `socketIo` as Engine.IO wants it. */
export const address = ({ port, socketIo = false, path = '/' }) =>
  `ws://127.0.0.1:${port}${socketIo ? SOCKET_IO : path}`;

/** Opens a WebSocket: resolves to `{status, body}` of the server's answer. */
export async function handshake(t, url, options) {
  const client = new WebSocket(url, options);
  t.after(() => client.terminate());
  client.on('error', () => {}); // told by 'close' and 'unexpected-response'
  return new Promise(resolve => {
    client.once('upgrade', ({ statusCode }) => resolve({ status: statusCode }));
    client.once('unexpected-response', async (request, response) => {
      const body = (await response.toArray()).join('');
      resolve({ status: response.statusCode, body });
    });
  });
}

/**
 * A WebSocket client whose messages wait to be read.
 * `bytes` writes to the TCP connection, past the protocol.
 */
export async function connect(t, server, options) {
  let tcp;
  const createConnection = to => (tcp = connectTcp(to));
  const client = new WebSocket(address(server), {
    createConnection,
    ...options,
  });
  t.after(() => client.terminate());
  const messages = on(client, 'message', { close: ['close'] });
  const closed = once(client, 'close').then(([code]) => code);
  await once(client, 'open');
  client.on('error', () => {}); // told by 'close'
  return {
    client,
    /** Resolves to the close code. */
    closed,
    /** Resolves to a string (text), a Buffer (binary), undefined (closed). */
    async next() {
      const { value: [data, isBinary] = [] } = await messages.next();
      return isBinary ? data : data?.toString();
    },
    send: data => client.send(data),
    bytes: hex => tcp.write(Buffer.from(hex, 'hex')),
  };
}
