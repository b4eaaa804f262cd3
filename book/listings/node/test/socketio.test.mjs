import assert from 'node:assert/strict';
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { address, connect, handshake } from './helpers/client.mjs';
import { fact } from './helpers/fact.mjs';
import { start, startOnPortZero } from './helpers/server.mjs';

const EVIL = { origin: 'https://evil.example' };
const NEW = { forceNew: true, reconnection: false };
const NOT_TEXT = { not: 'text' };
const ANSWER_WITHIN = 10_000; // ms: an ack that never comes fails the test

/** A Socket.IO user; `said` is the next chat message that it is told. */
async function user(t, { port }) {
  const socket = io(`http://127.0.0.1:${port}`, NEW);
  t.after(() => socket.close());
  await once(socket, 'connect');
  return {
    socket,
    said: () => once(socket, 'chat message').then(([text]) => text),
    say: text => socket.emit('chat message', text),
    ask: text =>
      socket.timeout(ANSWER_WITHIN).emitWithAck('chat message', text),
  };
}

/** Says it as one user; resolves to what another one hears. */
async function relayed(t, server, text) {
  const [ada, bo] = [await user(t, server), await user(t, server)];
  const heard = bo.said();
  ada.say(text);
  return heard;
}

/** A client that speaks Engine.IO by hand, as far as the namespace. */
async function byHand(t, server) {
  const peer = await connect(t, { ...server, socketIo: true });
  assert.match(await peer.next(), /^0/); // Engine.IO open
  peer.send('40'); // Engine.IO message, Socket.IO connect
  assert.match(await peer.next(), /^40/);
  return peer;
}

for (const version of ['socketio-v0', 'socketio-v1']) {
  fact(`${version} tells every user, the sender too`, async t => {
    const server = await start(t, version);
    const users = [await user(t, server), await user(t, server)];
    const heard = Promise.all(users.map(({ said }) => said()));
    users[0].say('hi');
    assert.deepEqual(await heard, ['hi', 'hi']);
  });

  fact(`${version} survives the unmasked frame that ends ws-v0`, async t => {
    const server = await start(t, version);
    const peer = await byHand(t, server);
    peer.bytes('81026869');
    assert.equal(await peer.closed, 1002);
    assert.equal(await relayed(t, server, 'still here'), 'still here');
  });

  fact(`${version} starts with polling and upgrades to WebSocket`, async t => {
    const server = await start(t, version);
    const manager = io(`http://127.0.0.1:${server.port}`, NEW).io;
    t.after(() => manager.engine.close());
    await once(manager, 'open');
    assert.equal(manager.engine.transport.name, 'polling');
    const [transport] = await once(manager.engine, 'upgrade');
    assert.equal(transport.name, 'websocket');
  });

  fact(`${version} does not understand a plain WebSocket client`, async t => {
    const server = await start(t, version);
    const peer = await connect(t, { ...server, socketIo: true });
    assert.match(await peer.next(), /^0/);
    peer.send('hi');
    assert.equal(await peer.next(), undefined);
    assert.equal(await peer.closed, 1005);
  });
}

/** How the server answers a session asked for over polling. */
const poll = ({ port }, headers) =>
  fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`, {
    headers,
  });

fact('Version 0 accepts any Origin over the websocket transport', async t => {
  const server = await start(t, 'socketio-v0');
  const url = address({ ...server, socketIo: true });
  assert.equal((await handshake(t, url, EVIL)).status, 101);
});

fact(
  'Version 0 opens a polling session to any Origin, unread by it',
  async t => {
    const answer = await poll(await start(t, 'socketio-v0'), EVIL);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  },
);

fact('Version 1 refuses another Origin over either transport', async t => {
  const server = await start(t, 'socketio-v1');
  const url = address({ ...server, socketIo: true });
  assert.equal((await poll(server, EVIL)).status, 403);
  // Engine.IO answers every refused upgrade with 400; the body says why.
  assert.deepEqual(await handshake(t, url, EVIL), {
    status: 400,
    body: 'Forbidden',
  });
});

fact('Version 1 accepts its own Origin over either transport', async t => {
  const server = await start(t, 'socketio-v1');
  const url = address({ ...server, socketIo: true });
  const own = { origin: `http://localhost:${server.port}` };
  assert.equal((await poll(server, own)).status, 200);
  assert.equal((await handshake(t, url, own)).status, 101);
});

fact('Version 0 asks for port 3000 on every interface', async t => {
  const { asked } = await start(t, 'socketio-v0');
  assert.deepEqual(asked, { port: 3000 });
});

fact('Version 1 asks for port 3000 on this computer only', async t => {
  const { asked } = await startOnPortZero(t, 'socketio-v1', 'server.mjs');
  assert.deepEqual(asked, { port: 3000, host: '127.0.0.1' });
});

fact('Version 0 relays what is not text', async t => {
  const server = await start(t, 'socketio-v0');
  assert.deepEqual(await relayed(t, server, NOT_TEXT), NOT_TEXT);
});

fact('Version 0 never answers an ack', async t => {
  const server = await start(t, 'socketio-v0');
  const { socket, said } = await user(t, server);
  const heard = said();
  socket.emit('chat message', 'hi', () => assert.fail('answered'));
  assert.equal(await heard, 'hi');
  const after = said();
  socket.emit('chat message', 'later');
  assert.equal(await after, 'later'); // an ack would have come before this
});

fact(
  'Version 1 acknowledges what it relays and says why it refuses',
  async t => {
    const server = await start(t, 'socketio-v1');
    const [ada, bo] = [await user(t, server), await user(t, server)];
    const heard = bo.said();
    const notText = { error: 'A message must be text' };
    assert.deepEqual(await ada.ask(NOT_TEXT), notText);
    assert.deepEqual(await ada.ask(7), notText);
    assert.deepEqual(await ada.ask(' '), {
      error: 'A message must not be empty',
    });
    assert.deepEqual(await ada.ask('x'.repeat(501)), {
      error: 'Longer than 500 characters',
    });
    assert.deepEqual(await ada.ask('x'.repeat(500)), { ok: true });
    assert.equal(await heard, 'x'.repeat(500)); // and nothing before it
  },
);

fact('Version 1 lives on when the ack is no function', async t => {
  const server = await start(t, 'socketio-v1');
  const { socket, ask } = await user(t, server);
  socket.emit('chat message', 'hi', 'not a function');
  socket.emit('chat message', () => assert.fail('no text, no ack'));
  socket.emit('chat message');
  assert.deepEqual(await ask('still here'), { ok: true });
});

fact('Version 1 refuses a flood, and says so', async t => {
  const { ask } = await user(t, await start(t, 'socketio-v1'));
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, i) => ask(`${i}`)),
  );
  const refused = answers.find(({ error }) => error);
  assert.equal(refused.error, 'Too many messages, wait a second');
  assert.deepEqual(answers[0], { ok: true });
});

const LARGE = 'x'.repeat(100 * 1024);

fact('Version 0 relays a message of 100 KiB', async t => {
  const server = await start(t, 'socketio-v0');
  assert.equal(await relayed(t, server, LARGE), LARGE);
});

fact('Version 1 closes on a message of 100 KiB', async t => {
  const peer = await byHand(t, await start(t, 'socketio-v1'));
  peer.send(`42["chat message","${LARGE}"]`);
  assert.equal(await peer.closed, 1009);
});

const DEEP = `42["chat message",${'['.repeat(20_000)}${']'.repeat(20_000)}]`;

fact('40 KB of nested brackets end Version 0 for everyone', async t => {
  const server = await start(t, 'socketio-v0');
  (await byHand(t, server)).send(DEEP);
  assert.notEqual(await server.exited, 0);
  await server.printed(/Maximum call stack size exceeded/);
});

fact('Version 1 refuses the same brackets and lives on', async t => {
  const server = await start(t, 'socketio-v1');
  const peer = await byHand(t, server);
  peer.send(DEEP.replace('42', '427')); // 7: the number of the ack
  assert.equal(await peer.next(), '437[{"error":"A message must be text"}]');
  assert.equal(await relayed(t, server, 'still here'), 'still here');
});

fact('Version 1 disconnects its users and ends cleanly', async t => {
  const server = await start(t, 'socketio-v1');
  const { socket } = await user(t, server);
  server.signal('SIGTERM');
  await once(socket, 'disconnect');
  assert.equal(await server.exited, 0);
});
