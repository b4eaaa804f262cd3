// Version 1 of the echo server. Start it with: node server.mjs
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const { PORT = 8080, HEARTBEAT_MS = 30_000 } = process.env;

// The page and the WebSocket share one port, so the page's Origin is known.
const page = await readFile(new URL('client.html', import.meta.url));
const http = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
});

// ANCHOR: origin
function verifyClient({ origin }, answer) {
  const { port } = http.address();
  const ours = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  // A browser always sends Origin. A program need not, and is nobody's victim.
  answer(origin === undefined || ours.includes(origin), 403);
}
// ANCHOR_END: origin

// ANCHOR: limits
const MESSAGES_PER_SECOND = 100;
const MAX_UNREAD = 1024 * 1024; // bytes that we hold for a slow reader
http.maxConnections = 100;
const server = new WebSocketServer({
  server: http,
  maxPayload: 64 * 1024,
  verifyClient,
});

function withinLimits(socket) {
  if (socket.bufferedAmount > MAX_UNREAD) socket.terminate();
  else if (--socket.budget < 0) socket.close(1008, 'Too many messages');
  return socket.readyState === socket.OPEN;
}
const refill = setInterval(() => {
  for (const socket of server.clients) socket.budget = MESSAGES_PER_SECOND;
}, 1000);
// ANCHOR_END: limits

server.on('connection', socket => {
  console.log('Client connected');
  // ANCHOR: error-listener
  socket.on('error', error => console.error(`Client error: ${error.message}`));
  // ANCHOR_END: error-listener
  socket.on('close', code => console.log(`Client disconnected: ${code}`));

  socket.budget = MESSAGES_PER_SECOND;
  socket.isAlive = true;
  socket.on('pong', () => (socket.isAlive = true));

  socket.send('Hello from the server!');
  // ANCHOR: binary
  socket.on('message', (data, isBinary) => {
    if (!withinLimits(socket)) return;
    // data is a Buffer either way: only isBinary tells bytes from text.
    socket.send(isBinary ? data : `You said: ${data}`);
  });
  // ANCHOR_END: binary
});

// ANCHOR: heartbeat
const heartbeat = setInterval(() => {
  for (const socket of server.clients) {
    if (!socket.isAlive) socket.terminate(); // no pong since the last ping
    socket.isAlive = false;
    socket.ping();
  }
}, Number(HEARTBEAT_MS));
// ANCHOR_END: heartbeat

// ANCHOR: shutdown
function stop() {
  clearInterval(heartbeat);
  clearInterval(refill);
  http.close();
  http.closeAllConnections(); // HTTP's; the WebSockets say goodbye first
  for (const socket of server.clients) socket.close(1001, 'Server stops');
  setTimeout(() => process.exit(), 2000).unref(); // and no longer than this
}
process.once('SIGINT', stop).once('SIGTERM', stop);
// ANCHOR_END: shutdown

http.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${http.address().port}`);
});
