// Bounds and refusals that our playground has beyond the reference server's.
import assert from 'node:assert/strict';
import { before, after } from 'node:test';
import { fact } from './helpers/fact.mjs';
import { people } from './helpers/person.mjs';
import { STARTS } from './helpers/servers.mjs';

let server;
const stops = [];
before(async () => {
  server = await STARTS.playground({ after: stop => stops.push(stop) });
});
after(() => Promise.all(stops.map(stop => stop())));

const come = (t, way = 'websocket') => people(t, server, way);
const refused = error => ({ error });
const ROOM_NAME =
  "A room's name has 1 to 32 characters, each a lower-case letter a-z, a digit or a hyphen.";

const GARBAGE = [
  ['join', 'Expected one argument: the room'],
  ['join', 'tea', 'coffee', 'Expected one argument: the room'],
  ['join', 7, ROOM_NAME],
  ['join', 'Tea', ROOM_NAME],
  ['join', 'x'.repeat(33), ROOM_NAME],
  ['join', Buffer.from('tea'), ROOM_NAME],
  ['list', 'tea', '`list` takes nothing but an acknowledgement'],
  ['to-room', 'tea', 'Expected two arguments: the room and the message'],
  ['volatile', 'coffee', 1, 'You are not in the room `coffee`. Join it first.'],
  ['ask', 'tea', 1, 0, /^The time to wait is a whole number from 1 to 10000/],
  ['ask', 'tea', 1, 10_001, /^The time to wait is a whole number/],
  ['ask', 'tea', 1, '9', /^The time to wait is a whole number/],
  ['to-room', 'tea', 'x'.repeat(16_384), /^An event here has at most 16384/],
  ['dance', /^There is no such event here\. There are: `join`, `leave`/],
];

fact('garbage is refused in words, with an acknowledgement or not', async t => {
  const ada = await come(t).enter('/rooms');
  await ada.socket.emitWithAck('join', 'tea');
  for (const [event, ...rest] of GARBAGE) {
    const words = rest.pop();
    const heard = ada.hears('refused');
    const { error } = await ada.socket.emitWithAck(event, ...rest);
    ada.socket.emit(event, ...rest);
    const [told] = await heard;
    assert.deepEqual(told, refused(error));
    if (words instanceof RegExp) assert.match(error, words);
    else assert.equal(error, words);
  }
});

fact('what makes no sense without an acknowledgement is refused', async t => {
  const ada = await come(t).enter('/rooms');
  await ada.socket.emitWithAck('join', 'tea');
  const echo = await come(t).enter('/echo');
  for (const [person, ...event] of [
    [ada, 'list'],
    [ada, 'ask', 'tea', 'Milk?', 10],
    [echo, 'message-with-ack', 1],
  ]) {
    const heard = person.hears('refused');
    person.socket.emit(...event);
    const [{ error }] = await heard;
    assert.match(error, /acknowledgement/);
  }
});

fact('chat takes one text and nothing else', async t => {
  const ada = await come(t).enter('/');
  const say = (...args) => ada.socket.emitWithAck('chat message', ...args);
  assert.deepEqual(await say(), refused('A message must be text'));
  assert.deepEqual(
    await say('Hi', 'there'),
    refused('A message is one argument, its text'),
  );
  assert.deepEqual(await say('🙂'.repeat(250)), { ok: true });
  assert.deepEqual(
    await say('🙂'.repeat(251)),
    refused('Longer than 500 characters'),
  );
});

for (const [namespace, event, limit, words] of [
  ['/', ['chat message', 'Hi'], 10, 'Too many messages, wait a second'],
  ['/rooms', ['list'], 50, 'Too many events, wait a second'],
]) {
  fact(`a flood in ${namespace} is refused, and says so`, async t => {
    const ada = await come(t).enter(namespace);
    const flood = Array.from({ length: 500 }, () =>
      ada.socket.emitWithAck(...event),
    );
    const answers = await Promise.all(flood);
    assert.ok(answers.slice(0, limit).every(({ ok }) => ok));
    const no = answers.find(({ error }) => error);
    assert.deepEqual(no, refused(words));
  });
}

fact(
  'a thousand events at once are all answered, over each transport',
  async t => {
    for (const way of ['polling', 'websocket', 'upgrade']) {
      const ada = await come(t, way).enter('/echo');
      const answers = Array.from({ length: 1000 }, (_, i) =>
        ada.socket.emitWithAck('message-with-ack', i),
      );
      assert.deepEqual(
        await Promise.all(answers),
        Array.from({ length: 1000 }, (_, i) => i),
      );
    }
  },
);

fact('the echo takes 1 MiB at once, and refuses more in words', async t => {
  const ada = await come(t).enter('/echo');
  const text = 'x'.repeat(60_000);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () =>
      ada.socket.emitWithAck('message-with-ack', text),
    ),
  );
  assert.ok(answers.slice(0, 17).every(answer => answer === text));
  assert.deepEqual(answers.at(-1), refused('Too many bytes, wait a second'));
});

fact('events of one client are handled in their order', async t => {
  const ada = await come(t).enter('/rooms');
  const bo = await come(t).enter('/rooms');
  await bo.socket.emitWithAck('join', 'order');
  const last = new Promise(done =>
    bo.socket.on('said', ({ message }) => message === 15 && done()),
  );
  for (let i = 0; i < 16; i++) {
    ada.socket.emit('join', 'order');
    ada.socket.emit('to-others', 'order', i);
    ada.socket.emit('leave', 'order');
  }
  await last;
  const heard = bo.log.filter(([it]) => it === 'said');
  assert.deepEqual(
    heard.map(([, { message }]) => message),
    Array.from({ length: 16 }, (_, i) => i),
  );
  assert.deepEqual(ada.log, [['connect']], 'nothing was refused');
});

fact('a client is in 16 rooms, and not in a 17th', async t => {
  const ada = await come(t).enter('/rooms');
  for (let i = 0; i < 16; i++)
    await ada.socket.emitWithAck('join', `room-${i}`);
  assert.deepEqual(
    await ada.socket.emitWithAck('join', 'room-16'),
    refused('You are in 16 rooms already. Leave one first.'),
  );
  const { rooms } = await ada.socket.emitWithAck('join', 'room-15');
  assert.equal(rooms.length, 16);
  await ada.socket.emitWithAck('leave', 'room-15');
  assert.ok((await ada.socket.emitWithAck('join', 'room-16')).ok);
});

fact('a room has 200 members, and no more', async t => {
  const { enter } = come(t);
  const members = [];
  for (let i = 0; i < 200; i++) {
    members.push(await enter('/rooms-2'));
    const { ok } = await members[i].socket.emitWithAck('join', 'full');
    assert.ok(ok);
  }
  const late = await enter('/rooms-2');
  assert.deepEqual(
    await late.socket.emitWithAck('join', 'full'),
    refused('This room is full. Choose another.'),
  );
});

fact('eight questions are open at once, and no more', async t => {
  const { enter } = come(t);
  const [ada, bo] = [await enter('/rooms'), await enter('/rooms')];
  for (const { socket } of [ada, bo]) await socket.emitWithAck('join', 'quiz');
  const answers = [];
  bo.socket.on('question', (_, answer) => answers.push(answer));
  const open = Array.from({ length: 8 }, () =>
    ada.socket.emitWithAck('ask', 'quiz', 'Well?', 10_000),
  );
  assert.deepEqual(
    await ada.socket.emitWithAck('ask', 'quiz', 'And?', 10_000),
    refused('8 of your questions are open. Wait for the answers.'),
  );
  await bo.socket.emitWithAck('list');
  answers.forEach(answer => answer('Yes'));
  for (const { missing } of await Promise.all(open)) assert.equal(missing, 0);
  const next = ada.socket.emitWithAck('ask', 'quiz', 'And now?', 10_000);
  await bo.hears('question');
  answers.at(-1)();
  assert.deepEqual((await next).answers[0].answer, null);
});

fact(
  'an answer that is too long, or nobody there to give it, is missing',
  async t => {
    const { enter } = come(t);
    const [ada, bo, cy] = [
      await enter('/rooms'),
      await enter('/rooms'),
      await enter('/rooms'),
    ];
    for (const { socket } of [ada, bo, cy])
      await socket.emitWithAck('join', 'long');
    bo.socket.on('question', (_, answer) => answer('x'.repeat(2000)));
    cy.socket.on('question', () => cy.socket.disconnect());
    const { answers, missing } = await ada.socket.emitWithAck(
      'ask',
      'long',
      '?',
      10_000,
    );
    assert.deepEqual([answers, missing], [[], 2]);
  },
);

fact('nobody is shown the id of another session', async t => {
  const { enter } = come(t);
  const persons = [await enter('/rooms'), await enter('/rooms')];
  const ids = persons.map(({ socket }) => socket.id);
  for (const person of persons) {
    await person.ask('join', 'secret');
    await person.ask('list');
    await person.ask('to-room', 'secret', 'Hi');
    await person.ask('ask', 'secret', '?', 1);
    await person.ask('nothing');
  }
  const said = JSON.stringify(persons.map(({ log }) => log));
  for (const id of ids) assert.ok(!said.includes(id));
});

fact('guests of both namespaces have names of their own', async t => {
  const { enter } = come(t);
  const names = [];
  for (const namespace of ['/rooms', '/rooms-2', '/rooms']) {
    const { socket } = await enter(namespace);
    names.push((await socket.emitWithAck('list')).me);
  }
  assert.equal(new Set(names).size, 3);
});

fact('who asks to be refused gives a text of up to 100 characters', async t => {
  for (const reason of [7, '', 'x'.repeat(101), null]) {
    const { socket } = come(t).person('/echo', { auth: { refuse: reason } });
    const error = new Promise(told => socket.once('connect_error', told));
    socket.connect();
    assert.match((await error).message, /the reason was no text of 1 to 100/);
  }
});
