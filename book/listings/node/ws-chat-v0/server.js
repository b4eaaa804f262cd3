// The source's chat without Socket.IO, as short as it. Start it with: node server.js
const { readFileSync } = require('fs');
const http = require('http');
const { WebSocket, WebSocketServer } = require('ws');

const page = readFileSync(`${__dirname}/client.html`);
const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
});
const wss = new WebSocketServer({ server });

wss.on('connection', socket => {
  console.log('User connected');
  socket.on('error', console.error);

  socket.on('message', (data, isBinary) => {
    for (const client of wss.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(data, { binary: isBinary });
      }
    }
  });

  socket.on('close', () => {
    console.log('User disconnected');
  });
});

server.listen(3000, () => {
  console.log('Listening on http://localhost:3000');
});
