// Version 1 of the chat server. Start it with: node server.mjs
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { Server } from 'socket.io';

const { PORT = 3000 } = process.env;

const app = express();
app.use(express.static(fileURLToPath(new URL('public', import.meta.url))));
const server = createServer(app);

// ANCHOR: origin
// CORS covers polling only. This is asked before every session, whatever its
// transport, and refuses it: 403 to polling, 400 "Forbidden" to WebSocket.
function allowRequest({ headers: { origin } }, answer) {
  const { port } = server.address();
  const ours = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  answer(null, origin === undefined || ours.includes(origin));
}
// ANCHOR_END: origin

// ANCHOR: limits
const MAX_TEXT = 500; // characters of one chat message
const MESSAGES_PER_SECOND = 10;
server.maxConnections = 200;
const io = new Server(server, { allowRequest, maxHttpBufferSize: 64 * 1024 });

const refill = setInterval(() => {
  for (const socket of io.sockets.sockets.values()) {
    socket.data.budget = MESSAGES_PER_SECOND;
  }
}, 1000);
// ANCHOR_END: limits

// ANCHOR: validate
function whyRefused(text, socket) {
  if (typeof text !== 'string') return 'A message must be text';
  if (text.trim() === '') return 'A message must not be empty';
  if (text.length > MAX_TEXT) return `Longer than ${MAX_TEXT} characters`;
  if (--socket.data.budget < 0) return 'Too many messages, wait a second';
}
// ANCHOR_END: validate

io.on('connection', socket => {
  console.log('User connected');
  socket.data.budget = MESSAGES_PER_SECOND;

  // ANCHOR: ack
  socket.on('chat message', (text, ack) => {
    const error = whyRefused(text, socket);
    if (!error) io.emit('chat message', text);
    // A client decides what it sends: ack may be missing, or no function.
    if (typeof ack === 'function') ack(error ? { error } : { ok: true });
  });
  // ANCHOR_END: ack

  socket.on('disconnect', reason => {
    console.log(`User disconnected: ${reason}`);
  });
});

// ANCHOR: shutdown
function stop() {
  clearInterval(refill);
  io.close(); // disconnects every user, then closes the HTTP server
  server.closeAllConnections();
  setTimeout(() => process.exit(), 2000).unref(); // no longer than this
}
process.once('SIGINT', stop).once('SIGTERM', stop);
// ANCHOR_END: shutdown

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
