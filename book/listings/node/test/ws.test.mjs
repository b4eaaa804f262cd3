import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { WebSocket, WebSocketServer } from 'ws';
import { address, connect, handshake } from './helpers/client.mjs';
import { fact } from './helpers/fact.mjs';
import { start, startOnPortZero } from './helpers/server.mjs';

const GREETING = 'Hello from the server!';
const EVIL = { origin: 'https://evil.example' };
const UNMASKED_HI = '81026869'; // FIN, text, no mask, 2 bytes: "hi"

/** A client that has been greeted. */
async function greeted(t, server, options) {
  const peer = await connect(t, server, options);
  assert.equal(await peer.next(), GREETING);
  return peer;
}

async function assertEchoes(peer) {
  peer.send('hi');
  assert.equal(await peer.next(), 'You said: hi');
}

for (const version of ['ws-v0', 'ws-v1']) {
  fact(`${version} greets and answers "You said: …"`, async t => {
    await assertEchoes(await greeted(t, await start(t, version)));
  });

  fact(`${version} lets a program in, which has no Origin`, async t => {
    const server = await start(t, version);
    assert.equal((await handshake(t, address(server))).status, 101);
  });
}

fact('one unmasked frame, 4 bytes, ends Version 0 for everyone', async t => {
  const server = await start(t, 'ws-v0');
  const bystander = await greeted(t, server);
  const peer = await greeted(t, server);
  peer.bytes(UNMASKED_HI);
  assert.notEqual(await server.exited, 0);
  assert.match((await server.printed(/RangeError.*/))[0], /MASK must be set/);
  assert.equal(await bystander.closed, 1006);
  const [error] = await once(new WebSocket(address(server)), 'error');
  assert.equal(error.code, 'ECONNREFUSED');
});

fact('Version 1 answers an unmasked frame with 1002 and lives on', async t => {
  const server = await start(t, 'ws-v1');
  const bystander = await greeted(t, server);
  const peer = await greeted(t, server);
  peer.bytes(UNMASKED_HI);
  assert.equal(await peer.closed, 1002);
  await assertEchoes(bystander);
  await greeted(t, server);
});

fact('Version 0 accepts a page from any Origin', async t => {
  const server = await start(t, 'ws-v0');
  assert.equal((await handshake(t, address(server), EVIL)).status, 101);
});

fact('Version 1 refuses every Origin but its own with 403', async t => {
  const server = await start(t, 'ws-v1');
  const status = async origin =>
    (await handshake(t, address(server), { origin })).status;
  assert.equal(await status(EVIL.origin), 403);
  assert.equal(await status('null'), 403);
  assert.equal(await status('http://localhost:1'), 403);
  assert.equal(await status(`http://localhost:${server.port}`), 101);
  assert.equal(await status(`http://127.0.0.1:${server.port}`), 101);
});

fact('Version 0 asks for port 8080 on every interface', async t => {
  const { asked } = await start(t, 'ws-v0');
  assert.deepEqual(asked, { port: 8080 });
});

fact('Version 1 asks for port 8080 on this computer only', async t => {
  const { asked } = await startOnPortZero(t, 'ws-v1', 'server.mjs');
  assert.deepEqual(asked, { port: 8080, host: '127.0.0.1' });
});

fact('Version 0 takes a message of 1 MiB', async t => {
  const peer = await greeted(t, await start(t, 'ws-v0'));
  peer.send('x'.repeat(1024 * 1024));
  assert.equal((await peer.next()).length, 'You said: '.length + 1024 * 1024);
});

fact('Version 1 takes 64 KiB and answers a byte more with 1009', async t => {
  const peer = await greeted(t, await start(t, 'ws-v1'));
  peer.send('x'.repeat(64 * 1024));
  assert.equal((await peer.next()).length, 'You said: '.length + 64 * 1024);
  peer.send('x'.repeat(64 * 1024 + 1));
  assert.equal(await peer.closed, 1009);
});

const BYTES = Buffer.from('ff00c3', 'hex'); // not UTF-8

fact('Version 0 answers bytes with text, and mangles them', async t => {
  const peer = await greeted(t, await start(t, 'ws-v0'));
  peer.send(BYTES);
  assert.equal(await peer.next(), 'You said: \ufffd\0\ufffd');
});

fact('Version 1 answers bytes with the same bytes', async t => {
  const peer = await greeted(t, await start(t, 'ws-v1'));
  peer.send(BYTES);
  assert.deepEqual(await peer.next(), BYTES);
});

fact('Version 0 answers every message of a flood', async t => {
  const peer = await greeted(t, await start(t, 'ws-v0'));
  for (let i = 0; i < 1000; i++) peer.send(`${i}`);
  for (let i = 0; i < 1000; i++)
    assert.equal(await peer.next(), `You said: ${i}`);
});

fact('Version 1 closes a flood with 1008', async t => {
  const peer = await greeted(t, await start(t, 'ws-v1'));
  for (let i = 0; i < 1000; i++) peer.send(`${i}`);
  assert.equal(await peer.closed, 1008);
});

fact('Version 1 ends a client that sends and does not read', async t => {
  const server = await start(t, 'ws-v1');
  const peer = await greeted(t, server);
  peer.client.pause();
  for (let i = 0; i < 90; i++) peer.send('x'.repeat(64 * 1024));
  await server.printed(/Client disconnected: 1006/);
});

fact('Version 1 holds 100 connections and drops the next', async t => {
  const server = await start(t, 'ws-v1');
  const peers = await Promise.all(
    Array.from({ length: 100 }, () => greeted(t, server)),
  );
  const [error] = await once(new WebSocket(address(server)), 'error');
  assert.match(error.message, /socket hang up|ECONNRESET/);
  await assertEchoes(peers[0]);
});

fact('Version 0 sends a silent client no ping while another talks', async t => {
  const server = await start(t, 'ws-v0');
  const silent = await greeted(t, server, { autoPong: false });
  silent.client.on('ping', () => assert.fail('pinged'));
  const talker = await greeted(t, server);
  for (let i = 0; i < 100; i++) await assertEchoes(talker);
  assert.equal(silent.client.readyState, WebSocket.OPEN);
});

fact(
  'Version 1’s heartbeat ends a dead client and keeps a live one',
  async t => {
    const server = await start(t, 'ws-v1', { HEARTBEAT_MS: '500' });
    const live = await greeted(t, server);
    const dead = await greeted(t, server, { autoPong: false });
    assert.equal(await dead.closed, 1006);
    for (let i = 0; i < 2; i++) await once(live.client, 'ping');
    await assertEchoes(live);
  },
);

fact('Version 0 leaves its clients without a word', async t => {
  const server = await start(t, 'ws-v0');
  const peer = await greeted(t, server);
  server.signal('SIGTERM');
  assert.equal(await peer.closed, 1006);
});

fact('Version 1 closes its clients with 1001 and ends cleanly', async t => {
  const server = await start(t, 'ws-v1');
  const peer = await greeted(t, server);
  server.signal('SIGTERM');
  assert.equal(await peer.closed, 1001);
  assert.equal(await server.exited, 0);
});

fact('WebSocket.Server, the name in Version 0, is WebSocketServer', () => {
  const require = createRequire(import.meta.url);
  assert.equal(require('ws').Server, WebSocketServer);
});
