// The chat of socketio-v1 without Socket.IO: the same rules, with what the
// library brought written out. Start it with: node server.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const { PORT = 3000, HEARTBEAT_MS = 25_000 } = process.env;

const page = await readFile(new URL('client.html', import.meta.url));
const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
});

function verifyClient({ origin }, answer) {
  const { port } = server.address();
  const ours = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  answer(origin === undefined || ours.includes(origin), 403);
}

const MAX_TEXT = 500; // characters of one chat message
const MESSAGES_PER_SECOND = 10;
const MAX_UNREAD = 1024 * 1024; // bytes that we hold for a slow reader
server.maxConnections = 200;
const wss = new WebSocketServer({
  server,
  verifyClient,
  maxPayload: 64 * 1024,
});

const refill = setInterval(() => {
  for (const socket of wss.clients) socket.budget = MESSAGES_PER_SECOND;
}, 1000);

function whyRefused(text, socket) {
  if (typeof text !== 'string') return 'A message must be text';
  if (text.trim() === '') return 'A message must not be empty';
  if (text.length > MAX_TEXT) return `Longer than ${MAX_TEXT} characters`;
  if (--socket.budget < 0) return 'Too many messages, wait a second';
}

// Socket.IO numbers messages and finds the event; here a message is
// {"id": 7, "text": "hi"}, and its receipt {"id": 7, "ok": true}.
function understand(data, isBinary) {
  try {
    const { id, text } = JSON.parse(isBinary ? '' : data);
    return { id: Number.isSafeInteger(id) ? id : undefined, text };
  } catch {
    return {};
  }
}

function broadcast(text) {
  const message = JSON.stringify({ text });
  for (const client of wss.clients) {
    if (client.bufferedAmount > MAX_UNREAD) client.terminate();
    else if (client.readyState === client.OPEN) client.send(message);
  }
}

wss.on('connection', socket => {
  console.log('User connected');
  socket.budget = MESSAGES_PER_SECOND;
  socket.isAlive = true;
  socket.on('pong', () => (socket.isAlive = true));
  socket.on('error', error => console.error(`User error: ${error.message}`));

  socket.on('message', (data, isBinary) => {
    const { id, text } = understand(data, isBinary);
    const error = whyRefused(text, socket);
    if (!error) broadcast(text);
    const receipt = error ? { id, error } : { id, ok: true };
    if (id !== undefined) socket.send(JSON.stringify(receipt));
  });

  socket.on('close', code => console.log(`User disconnected: ${code}`));
});

const heartbeat = setInterval(() => {
  for (const socket of wss.clients) {
    if (!socket.isAlive) socket.terminate(); // no pong since the last ping
    socket.isAlive = false;
    socket.ping();
  }
}, Number(HEARTBEAT_MS));

function stop() {
  clearInterval(heartbeat);
  clearInterval(refill);
  server.close();
  server.closeAllConnections();
  for (const socket of wss.clients) socket.close(1001, 'Server stops');
  setTimeout(() => process.exit(), 2000).unref(); // no longer than this
}
process.once('SIGINT', stop).once('SIGTERM', stop);

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
