// What permessage-deflate (RFC 7692) makes of messages, counted on TCP: a real
// server, a real client, and the bytes that the server's socket wrote.
import { once } from 'node:events';
import WebSocket, { WebSocketServer } from 'ws';

/**
 * Compressed or not, and whether a message may point back to those before it.
 * Without a threshold of 0 the library leaves short messages as they are when
 * each stands alone.
 */
export const MODES = {
  off: false,
  alone: { threshold: 0, serverNoContextTakeover: true },
  takeover: { threshold: 0 },
};

const MESSAGES = 200;
const RANDOM_BYTES = 200;
const WORDS =
  'the line was down again and nobody knew why so we waited for it until Ada said that it is back ' +
  'did you see my message no not yet try once more please it works here thanks see you tomorrow';

/** A number from 0 to 1 for each call: the same ones in each run. */
function repeatable(seed) {
  return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function chat(chance) {
  const words = WORDS.split(' ');
  const count = 3 + Math.floor(chance() * 12);
  const said = Array.from(
    { length: count },
    () => words[Math.floor(chance() * words.length)],
  );
  return said.join(' ');
}

function json(chance, n) {
  return JSON.stringify({
    seq: n,
    type: 'price-changed',
    symbol: ['ACME', 'INITECH', 'GLOBEX'][n % 3],
    price: Number((100 + chance() * 50).toFixed(2)),
    volume: Math.floor(chance() * 10_000),
    exchange: 'playground',
    currency: 'EUR',
    tradable: true,
  });
}

function random(chance) {
  return Buffer.from(
    Array.from({ length: RANDOM_BYTES }, () => Math.floor(chance() * 256)),
  );
}

const KINDS = { chat, json, random };

/** The same messages of a kind each time. */
export function messagesOf(kind) {
  const chance = repeatable(7);
  return Array.from({ length: MESSAGES }, (_, n) => KINDS[kind](chance, n + 1));
}

export async function listen(mode) {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: MODES[mode],
  });
  await once(server, 'listening');
  return { server, url: `ws://127.0.0.1:${server.address().port}` };
}

/** Bytes of payload, and bytes that crossed TCP for them: frame heads and all. */
export async function bytesOf(kind, mode) {
  const { server, url } = await listen(mode);
  const connected = once(server, 'connection');
  const client = new WebSocket(url);
  const [socket, { socket: tcp }] = await connected;
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  const before = tcp.bytesWritten;
  const messages = messagesOf(kind);
  const all = new Promise(resolve => {
    let left = messages.length;
    client.on('message', () => --left === 0 && resolve());
  });
  for (const message of messages) socket.send(message);
  await all;
  const wire = tcp.bytesWritten - before;
  client.terminate();
  server.close();
  const payload = messages.reduce((sum, it) => sum + Buffer.byteLength(it), 0);
  return {
    messages: messages.length,
    payload,
    wire,
    extensions: client.extensions,
  };
}
