// Version 2, a chat that survives: on the rules of ws-chat-v1, it numbers what
// is said, goes on where a client was, and restarts without losing anybody.
// Start it with: node server.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { Log } from './log.mjs';

const { PORT = 3000, HEARTBEAT_MS = 25_000, LOG_FILE } = process.env;
const { MAX_CLIENTS = 200 } = process.env;

const read = name => readFile(new URL(name, import.meta.url));
const FILES = {
  '/': ['text/html; charset=utf-8', await read('client.html')],
  '/lasting-socket.mjs': ['text/javascript', await read('lasting-socket.mjs')],
};
const server = createServer((request, response) => {
  const [type, body] = FILES[request.url.split('?')[0]] ?? [];
  if (!body) return response.writeHead(404).end('There is no such page.\n');
  response.setHeader('Content-Type', type).end(body);
});

function verifyClient({ origin }, answer) {
  const { port } = server.address();
  const ours = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  answer(origin === undefined || ours.includes(origin), 403);
}

const MAX_TEXT = 500; // characters of one message
const MESSAGES_PER_SECOND = 10;
const MAX_UNREAD = 2 * 1024 * 1024; // bytes for a slow reader: the whole log
server.maxConnections = 2 * MAX_CLIENTS; // a few to be told: full
const wss = new WebSocketServer({
  server,
  path: '/chat',
  verifyClient,
  maxPayload: 64 * 1024,
});

const refill = setInterval(() => {
  for (const socket of wss.clients) socket.budget = MESSAGES_PER_SECOND;
}, 1000);

// ANCHOR: understand
function understand(data) {
  try {
    const { id, text } = JSON.parse(data);
    return { id: /^[\w-]{8,40}$/.test(id) ? id : undefined, text };
  } catch {
    return {};
  }
}

function whyRefused(id, text, socket) {
  if (id === undefined) return 'A message needs an id of 8 to 40 characters';
  if (typeof text !== 'string') return 'A message must be text';
  if (text.trim() === '') return 'A message must not be empty';
  if (text.length > MAX_TEXT) return `Longer than ${MAX_TEXT} characters`;
  if (socket.budget < 0) return 'Too many messages, wait a second';
}
// ANCHOR_END: understand

function tell(socket, event) {
  if (socket.bufferedAmount > MAX_UNREAD) socket.terminate();
  else if (socket.readyState === socket.OPEN)
    socket.send(typeof event === 'string' ? event : JSON.stringify(event));
}

const log = LOG_FILE ? Log.takeFrom(LOG_FILE) : new Log();

// ANCHOR: message
function take(socket, data, isBinary) {
  socket.budget -= 1;
  if (String(data) === 'ping') return socket.budget < 0 || tell(socket, 'pong');
  const { id, text } = isBinary ? {} : understand(data);
  const error = whyRefused(id, text, socket);
  if (error) return tell(socket, { id, error });
  const event = log.say(id, text); // none if it was said before
  if (event) for (const each of wss.clients) tell(each, event);
  tell(socket, { id, ok: true });
}
// ANCHOR_END: message

// ANCHOR: connection
wss.on('connection', (socket, request) => {
  socket.on('error', error => console.error(`User error: ${error.message}`));
  if (wss.clients.size > MAX_CLIENTS) return socket.close(1013, 'Full');
  console.log('User connected');
  socket.on('close', code => console.log(`User disconnected: ${code}`));

  socket.budget = MESSAGES_PER_SECOND;
  socket.isAlive = true;
  socket.on('pong', () => (socket.isAlive = true));

  const { searchParams } = new URL(request.url, 'ws://localhost');
  const after = Number(searchParams.get('after')) || 0;
  const missed = log.resume(after, searchParams.get('log'));
  for (const event of missed) tell(socket, event);
  socket.on('message', (data, isBinary) => take(socket, data, isBinary));
});
// ANCHOR_END: connection

const heartbeat = setInterval(() => {
  for (const socket of wss.clients) {
    if (!socket.isAlive) socket.terminate(); // no pong since the last ping
    socket.isAlive = false;
    socket.ping();
  }
}, Number(HEARTBEAT_MS));

// ANCHOR: stop
const STOP_WITHIN = 2000; // ms: who has not said goodbye by then is cut off

function stop() {
  clearInterval(heartbeat);
  clearInterval(refill);
  server.close(); // nobody new
  server.closeAllConnections();
  // What comes after this gets no receipt, so its sender will say it again.
  for (const socket of wss.clients) socket.close(1012, 'The server restarts');
  if (LOG_FILE) log.saveTo(LOG_FILE);
  setTimeout(() => process.exit(), STOP_WITHIN).unref();
}
process.once('SIGINT', stop).once('SIGTERM', stop);
// ANCHOR_END: stop

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
