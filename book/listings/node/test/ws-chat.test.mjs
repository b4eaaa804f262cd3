import assert from 'node:assert/strict';
import { connect, handshake, address } from './helpers/client.mjs';
import { fact } from './helpers/fact.mjs';
import { start } from './helpers/server.mjs';

/** A user of Version 1, which speaks JSON. */
async function user(t, server) {
  const peer = await connect(t, server);
  return {
    ...peer,
    say: (id, text) => peer.send(JSON.stringify({ id, text })),
    heard: async () => JSON.parse(await peer.next()),
  };
}

fact('ws-chat-v0 tells every user, the sender too', async t => {
  const server = await start(t, 'ws-chat-v0');
  const users = [await connect(t, server), await connect(t, server)];
  users[0].send('hi');
  for (const { next } of users) assert.equal(await next(), 'hi');
});

fact('ws-chat-v0 lives on after a frame without a mask', async t => {
  const server = await start(t, 'ws-chat-v0');
  (await connect(t, server)).bytes('81026869');
  const ada = await connect(t, server);
  ada.send('still here');
  assert.equal(await ada.next(), 'still here');
});

fact('ws-chat-v1 tells every user and gives the sender a receipt', async t => {
  const server = await start(t, 'ws-chat-v1');
  const [ada, bo] = [await user(t, server), await user(t, server)];
  ada.say(7, 'hi');
  assert.deepEqual(await ada.heard(), { text: 'hi' });
  assert.deepEqual(await ada.heard(), { id: 7, ok: true });
  assert.deepEqual(await bo.heard(), { text: 'hi' });
});

fact('ws-chat-v1 refuses what socketio-v1 refuses, in its words', async t => {
  const ada = await user(t, await start(t, 'ws-chat-v1'));
  for (const [text, error] of [
    [{ not: 'text' }, 'A message must be text'],
    [' ', 'A message must not be empty'],
    ['x'.repeat(501), 'Longer than 500 characters'],
  ]) {
    ada.say(1, text);
    assert.deepEqual(await ada.heard(), { id: 1, error });
  }
  for (let id = 0; id < 500; id += 1) ada.say(id, 'flood');
  for (;;) {
    const { error } = await ada.heard();
    if (!error) continue;
    assert.equal(error, 'Too many messages, wait a second');
    break;
  }
});

fact('ws-chat-v1 lives on after what is no JSON, or too large', async t => {
  const server = await start(t, 'ws-chat-v1');
  const ada = await user(t, server);
  for (const data of ['hi', 'null', '7', Buffer.from('{"id":1}')]) {
    ada.send(data);
  }
  ada.say(1, 'after them');
  assert.deepEqual(await ada.heard(), { text: 'after them' });
  const bo = await user(t, server);
  bo.send('x'.repeat(100 * 1024));
  assert.equal(await bo.closed, 1009);
});

fact('ws-chat-v1 refuses another Origin', async t => {
  const url = address(await start(t, 'ws-chat-v1'));
  const evil = { origin: 'https://evil.example' };
  assert.equal((await handshake(t, url, evil)).status, 403);
});

fact('ws-chat-v1 ends who gives no pong', async t => {
  const server = await start(t, 'ws-chat-v1', { HEARTBEAT_MS: '100' });
  const silent = await connect(t, server, { autoPong: false });
  assert.equal(await silent.closed, 1006);
});

fact('ws-chat-v1 says goodbye and ends cleanly', async t => {
  const server = await start(t, 'ws-chat-v1');
  const ada = await connect(t, server);
  server.signal('SIGTERM');
  assert.equal(await ada.closed, 1001);
  assert.equal(await server.exited, 0);
});
