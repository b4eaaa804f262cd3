import assert from 'node:assert/strict';
import { address, handshake } from './helpers/client.mjs';
import { fact } from './helpers/fact.mjs';
import { SURVIVORS, logFile, member, speak } from './helpers/survivors.mjs';
import { Log } from '../ws-v2/log.mjs';

for (const [name, startServer] of Object.entries(SURVIVORS)) {
  fact(`${name} numbers what is said, and gives a receipt`, async t => {
    const server = await startServer(t);
    const [ada, bo] = [await member(t, server), await member(t, server)];
    const { log } = await ada.heard();
    assert.deepEqual(await bo.heard(), { log });
    ada.say('ada-0001', 'hi');
    assert.deepEqual(await bo.heard(), { seq: 1, text: 'hi' });
    assert.deepEqual(await ada.heard(), { seq: 1, text: 'hi' });
    assert.deepEqual(await ada.heard(), { id: 'ada-0001', ok: true });
  });

  fact(`${name} goes on after the number that a client names`, async t => {
    const server = await startServer(t);
    await speak(t, server, ['one', 'two', 'three']);
    const { log } = await (await member(t, server)).heard();
    const back = await member(t, server, { after: 1, log });
    assert.deepEqual(await back.heard(), { seq: 2, text: 'two' });
    assert.deepEqual(await back.heard(), { seq: 3, text: 'three' });
  });

  fact(`${name} tells a gap to who counts by another log`, async t => {
    const server = await startServer(t);
    await speak(t, server, ['one']);
    const other = await member(t, server, { after: 57, log: 'of-yesterday' });
    const { gap } = await other.heard();
    assert.deepEqual(gap, { after: 57, next: 1 });
    assert.deepEqual(await other.heard(), { seq: 1, text: 'one' });
  });

  fact(`${name} says once what a client sends twice`, async t => {
    const ada = await member(t, await startServer(t));
    await ada.heard();
    for (const id of ['ada-0001', 'ada-0001', 'ada-0002']) ada.say(id, 'hi');
    const heard = [];
    while (heard.length < 5) heard.push(await ada.heard());
    assert.deepEqual(heard, [
      { seq: 1, text: 'hi' },
      { id: 'ada-0001', ok: true },
      { id: 'ada-0001', ok: true },
      { seq: 2, text: 'hi' },
      { id: 'ada-0002', ok: true },
    ]);
  });

  fact(`${name} answers the text ping`, async t => {
    const ada = await member(t, await startServer(t));
    await ada.next();
    ada.send('ping');
    assert.equal(await ada.next(), 'pong');
  });

  fact(`${name} refuses with a sentence`, async t => {
    const ada = await member(t, await startServer(t));
    await ada.heard();
    const id = 'ada-0001';
    for (const [message, refusal] of [
      [
        { id, text: 7 },
        { id, error: 'A message must be text' },
      ],
      [
        { id, text: ' ' },
        { id, error: 'A message must not be empty' },
      ],
      [
        { id, text: 'x'.repeat(501) },
        { id, error: 'Longer than 500 characters' },
      ],
      [
        { id: 7, text: 'hi' },
        { error: 'A message needs an id of 8 to 40 characters' },
      ],
      ['no JSON', { error: 'A message needs an id of 8 to 40 characters' }],
    ]) {
      ada.send(typeof message === 'string' ? message : JSON.stringify(message));
      assert.deepEqual(await ada.heard(), refusal);
    }
    for (let count = 0; count < 50; count += 1)
      ada.say(`flood-${count}-xx`, 'hi');
    for (;;) {
      const { error } = await ada.heard();
      if (error) {
        assert.equal(error, 'Too many messages, wait a second');
        break;
      }
    }
  });

  fact(`${name} refuses another Origin`, async t => {
    const { port } = await startServer(t);
    const url = address({ port, path: '/chat' });
    const evil = { origin: 'https://evil.example' };
    assert.equal((await handshake(t, url, evil)).status, 403);
  });

  fact(`${name} ends who gives no pong`, async t => {
    const server = await startServer(t, { HEARTBEAT_MS: '100' });
    const silent = await member(t, server, { autoPong: false });
    assert.equal(await silent.closed, 1006);
  });

  fact(`${name} tells one too many to try again later`, async t => {
    const server = await startServer(t, { MAX_CLIENTS: '1' });
    await (await member(t, server)).heard();
    assert.equal(await (await member(t, server)).closed, 1013);
  });

  fact(`${name} says that it restarts, and ends`, async t => {
    const server = await startServer(t);
    const ada = await member(t, server);
    server.signal('SIGTERM');
    assert.equal(await ada.closed, 1012);
    assert.equal(await server.exited, 0);
  });

  fact(
    `${name} does not wait long for who gives no answer to a Close`,
    async t => {
      const server = await startServer(t);
      const deaf = await member(t, server);
      deaf.client.pause();
      server.signal('SIGTERM');
      assert.equal(await server.exited, 0);
    },
  );

  fact(
    `${name} goes on with its log after SIGTERM, not after a crash`,
    async t => {
      const env = await logFile(t);
      const first = await startServer(t, env);
      await speak(t, first, ['one', 'two']);
      const { log } = await (await member(t, first)).heard();
      first.signal('SIGTERM');
      await first.exited;

      const second = await startServer(t, env);
      const ada = await member(t, second, { after: 1, log });
      assert.deepEqual(await ada.heard(), { seq: 2, text: 'two' });
      ada.say('two-1-said-once', 'two'); // it remembers the ids, too
      assert.deepEqual(await ada.heard(), { id: 'two-1-said-once', ok: true });
      await second.kill();

      const third = await startServer(t, env);
      const bo = await member(t, third, { after: 2, log });
      const greeting = await bo.heard();
      assert.notEqual(greeting.log, log);
      assert.deepEqual(greeting.gap, { after: 2, next: 1 });
    },
  );
}

fact('the log of Node V2 forgets the oldest message, and says so', () => {
  const log = new Log();
  const MAX_MESSAGES = 500;
  for (let count = 0; count <= MAX_MESSAGES; count += 1)
    log.say(`id-${count}`, 'hi');
  const [greeting, first] = log.resume(0, '');
  assert.deepEqual(greeting.gap, { after: 0, next: 2 });
  assert.equal(first.seq, 2);
  assert.equal(log.resume(1, greeting.log)[0].seq, 2);
  assert.equal(log.say('id-1', 'again'), undefined);
  assert.equal(log.say('id-0', 'again').seq, MAX_MESSAGES + 2); // forgotten
});
