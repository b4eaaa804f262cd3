// What a client does, and what happens to it: on the playground and on the
// reference server alike. A script resolves to the logs of its people.
import { once } from 'node:events';
import { Line } from '../helpers/line.mjs';
import { people } from '../helpers/person.mjs';

const hundred = Array.from({ length: 100 }, (_, i) => i);
const logs = (...persons) => persons.map(({ log }) => log);
const said = (from, message) => ['said', { room: 'tea', from, message }];

/** What the official client says of a line that ended, by transport. */
const lineEnded = way =>
  way === 'polling' ? 'transport error' : 'transport close';

/** Two members of the room tea. */
async function twoInTea({ enter }) {
  const persons = [await enter('/rooms'), await enter('/rooms')];
  for (const { socket } of persons) await socket.emitWithAck('join', 'tea');
  const [ada, bo] = persons;
  const names = [];
  for (const { socket } of persons)
    names.push((await socket.emitWithAck('list')).me);
  return { ada, bo, names };
}

/** After the answer to this, all that was sent to them before is here. */
async function caughtUp(...persons) {
  for (const { socket } of persons) await socket.emitWithAck('list');
}

export const scripts = [
  {
    name: 'events at once after connect arrive, in order',
    async run({ person }) {
      const ada = person('/echo');
      ada.socket.on('connect', () => {
        for (const i of hundred) ada.socket.emit('message', i);
      });
      ada.socket.connect();
      while (ada.log.length < 102) await ada.hears('message-back');
      return logs(ada);
    },
    expect: () => [
      [['connect'], ['auth', {}], ...hundred.map(i => ['message-back', i])],
    ],
  },
  {
    name: 'what is sent before connect arrives after it, but not the volatile',
    async run({ person }) {
      const ada = person('/echo');
      ada.socket.volatile.emit('message', 'volatile');
      ada.socket.emit('message', 'kept');
      ada.socket.connect();
      await ada.hears('message-back');
      return logs(ada);
    },
    expect: () => [[['connect'], ['auth', {}], ['message-back', 'kept']]],
  },
  {
    name: 'any number of arguments, of any type',
    async run({ enter }) {
      const ada = await enter('/echo');
      ada.socket.emit('message');
      ada.socket.emit('message', null, true, -1.5, 2 ** 53, 1e300);
      ada.socket.emit('message', '', 'é李🙂\n"\\', [], {}, [[{ a: [null] }]]);
      await ada.ask('message-with-ack');
      return logs(ada);
    },
    expect: () => [
      [
        ['connect'],
        ['auth', {}],
        ['message-back'],
        ['message-back', null, true, -1.5, 2 ** 53, 1e300],
        ['message-back', '', 'é李🙂\n"\\', [], {}, [[{ a: [null] }]]],
        ['message-with-ack: ack'],
      ],
    ],
  },
  {
    name: 'binary goes both ways, nested too',
    async run({ enter }) {
      const ada = await enter('/echo');
      const [one, two] = [Buffer.from('01', 'hex'), new Uint8Array([2, 255])];
      ada.socket.emit('message', one, { in: [two, 'text'] }, Buffer.alloc(0));
      await ada.ask('message-with-ack', [{ deep: { deeper: one } }], two);
      return logs(ada);
    },
    expect: () => [
      [
        ['connect'],
        ['auth', {}],
        ['message-back', '<01>', { in: ['<02ff>', 'text'] }, '<>'],
        ['message-with-ack: ack', [{ deep: { deeper: '<01>' } }], '<02ff>'],
      ],
    ],
  },
  {
    name: 'a message of 60 KB comes back whole',
    async run({ enter }) {
      const ada = await enter('/echo');
      const text = 'x'.repeat(60_000);
      const back = await ada.socket.emitWithAck('message-with-ack', text);
      return [back === text];
    },
    expect: () => [true],
  },
  {
    name: 'the auth payload arrives, an object or a function’s',
    async run({ enter }) {
      const ada = await enter('/echo', { auth: { token: 1 } });
      const bo = await enter('/echo', { auth: tell => tell({ token: 2 }) });
      for (const { socket } of [ada, bo])
        await socket.emitWithAck('message-with-ack');
      return logs(ada, bo);
    },
    expect: () => [
      [['connect'], ['auth', { token: 1 }]],
      [['connect'], ['auth', { token: 2 }]],
    ],
  },
  {
    name: 'who is refused hears why, and may try again',
    async run({ person }) {
      const ada = person('/echo', { auth: { refuse: 'Not you' } });
      ada.socket.connect();
      await once(ada.socket, 'connect_error');
      ada.log.push(['active', ada.socket.active]);
      ada.socket.auth = {};
      ada.socket.connect();
      await ada.hears('auth');
      return logs(ada);
    },
    expect: () => [
      [
        ['connect_error', 'Not you'],
        ['active', false],
        ['connect'],
        ['auth', {}],
      ],
    ],
  },
  {
    name: 'an unknown namespace is refused; the connection goes on',
    async run({ person, also }) {
      const ada = person('/random');
      ada.socket.connect();
      await once(ada.socket, 'connect_error');
      const bo = also(ada, '/echo');
      await bo.hears('auth');
      bo.socket.disconnect();
      return logs(ada, bo);
    },
    expect: () => [
      [['connect_error', 'Invalid namespace']],
      [['connect'], ['auth', {}], ['disconnect', 'io client disconnect']],
    ],
  },
  {
    name: 'namespaces share a connection and nothing else',
    async run({ enter, also }) {
      const ada = await enter('/rooms');
      const bo = also(ada, '/rooms-2');
      for (const { socket } of [ada, bo])
        await socket.emitWithAck('join', 'tea');
      const first = await ada.ask('to-room', 'tea', 'in /rooms');
      await bo.socket.emitWithAck('list');
      ada.socket.disconnect();
      const second = await bo.ask('to-others', 'tea', 'nobody hears this');
      const lines = persons => persons.map(({ log }) => log.map(([it]) => it));
      return [first, second, ...lines([ada, bo])];
    },
    expect: () => [
      { ok: true },
      { ok: true },
      ['connect', 'said', 'to-room: ack', 'disconnect'],
      ['connect', 'to-others: ack'],
    ],
  },
  {
    name: 'a room: all, all but me, and nobody outside',
    async run({ enter }) {
      const { ada, bo, names } = await twoInTea({ enter });
      const outside = await enter('/rooms');
      await ada.ask('to-room', 'tea', { for: ['all', Buffer.from([1])] });
      await ada.ask('to-others', 'tea', 'for Bo');
      await bo.ask('leave', 'tea');
      await ada.ask('to-room', 'tea', 'for me');
      await caughtUp(bo, outside);
      return [names, ...logs(ada, bo, outside)];
    },
    expect: ([names]) => [
      names,
      [
        ['connect'],
        said(names[0], { for: ['all', '<01>'] }),
        ['to-room: ack', { ok: true }],
        ['to-others: ack', { ok: true }],
        said(names[0], 'for me'),
        ['to-room: ack', { ok: true }],
      ],
      [
        ['connect'],
        said(names[0], { for: ['all', '<01>'] }),
        said(names[0], 'for Bo'),
        ['leave: ack', { ok: true, me: names[1], rooms: [] }],
      ],
      [['connect']],
    ],
  },
  {
    name: 'who names a room in the auth is in it before all else',
    async run({ person }) {
      const ada = person('/rooms', { auth: { join: 'tea' } });
      ada.socket.emit('to-room', 'tea', 'kept until connect');
      ada.socket.connect();
      const [{ from }] = await ada.hears('said');
      return [[from], ...logs(ada)];
    },
    expect: ([[name]]) => [
      [name],
      [['connect'], said(name, 'kept until connect')],
    ],
  },
  {
    name: 'who is in the room is listed, and no more when gone',
    async run({ enter }) {
      const { ada, bo, names } = await twoInTea({ enter });
      const { rooms: both } = await ada.socket.emitWithAck('list');
      bo.socket.disconnect();
      let left = both;
      while (left[0].members.length > 1)
        ({ rooms: left } = await ada.socket.emitWithAck('list'));
      return [names, both, left, ...logs(bo)];
    },
    expect: ([names]) => [
      names,
      [{ name: 'tea', members: names }],
      [{ name: 'tea', members: [names[0]] }],
      [['connect'], ['disconnect', 'io client disconnect']],
    ],
  },
  {
    name: 'who is not in a room is refused, in words',
    async run({ enter }) {
      const ada = await enter('/rooms');
      await ada.ask('to-room', 'tea', 'hi');
      await ada.ask('leave', 'tea');
      ada.socket.emit('to-others', 'tea', 'hi');
      await ada.hears('refused');
      return logs(ada);
    },
    expect: () => {
      const no = { error: 'You are not in the room `tea`. Join it first.' };
      return [
        [
          ['connect'],
          ['to-room: ack', no],
          ['leave: ack', no],
          ['refused', no],
        ],
      ];
    },
  },
  {
    name: 'a question brings the answers; who is silent is missing',
    async run({ enter }) {
      const { ada, bo, names } = await twoInTea({ enter });
      const silent = await enter('/rooms');
      await silent.socket.emitWithAck('join', 'tea');
      bo.socket.on('question', ({ message }, answer) =>
        answer([message, 'Yes']),
      );
      await ada.ask('ask', 'tea', 'Milk?', 100);
      await caughtUp(bo, silent);
      return [names, ...logs(ada, bo, silent)];
    },
    expect: ([names]) => {
      const question = { room: 'tea', from: names[0], message: 'Milk?' };
      const answers = [{ from: names[1], answer: ['Milk?', 'Yes'] }];
      return [
        names,
        [['connect'], ['ask: ack', { ok: true, answers, missing: 1 }]],
        [['connect'], ['question', question]],
        [['connect'], ['question', question]],
      ];
    },
  },
  {
    name: 'an acknowledgement that takes too long is a timeout',
    async run({ enter }) {
      const { ada } = await twoInTea({ enter });
      const waiting = ada.socket
        .timeout(50)
        .emitWithAck('ask', 'tea', 'Anybody?', 5000);
      return [await waiting.catch(({ message }) => message)];
    },
    expect: () => ['operation has timed out'],
  },
  {
    name: 'a volatile event reaches who is ready',
    ways: ['websocket'], // over polling a client is ready only while it polls
    async run({ enter }) {
      const { ada, bo, names } = await twoInTea({ enter });
      const heard = bo.hears('said');
      await ada.ask('volatile', 'tea', 'now');
      await heard;
      return [names, ...logs(ada, bo)];
    },
    expect: ([names]) => [
      names,
      [['connect'], ['volatile: ack', { ok: true }]],
      [['connect'], said(names[0], 'now')],
    ],
  },
  {
    name: 'chat: the words of Version 0’s page, and of Version 1’s',
    async run({ enter }) {
      const [ada, bo] = [await enter('/'), await enter('/')];
      ada.socket.emit('chat message', 'Hi!');
      await ada.ask('chat message', 'Delivered?');
      await ada.ask('chat message', ' ');
      await ada.ask('chat message', 'x'.repeat(501));
      await ada.ask('chat message', 7);
      const answer = ada.hears('chat message');
      await bo.ask('chat message', 'Yes');
      await answer;
      return logs(bo, ada).map(log => log.filter(([it]) => it !== 'connect'));
    },
    expect: () => {
      const heard = ['Hi!', 'Delivered?'].map(text => ['chat message', text]);
      const ack = answer => ['chat message: ack', answer];
      return [
        [...heard, ['chat message', 'Yes'], ack({ ok: true })],
        [
          ...heard,
          ack({ ok: true }),
          ack({ error: 'A message must not be empty' }),
          ack({ error: 'Longer than 500 characters' }),
          ack({ error: 'A message must be text' }),
          ['chat message', 'Yes'],
        ],
      ];
    },
  },
  {
    name: 'when the line is cut the client returns, as somebody new',
    async run({ t, server, way, enter }) {
      const line = await Line.to(t, server);
      const ada = await enter('/rooms', { via: line });
      if (way === 'upgrade') await upgraded(ada.socket.io.engine);
      const { me } = await ada.socket.emitWithAck('join', 'tea');
      const gone = ada.hears('disconnect');
      line.cut();
      await gone;
      const answer = ada.socket.emitWithAck('list'); // kept until it is back
      await new Promise(tried => ada.socket.io.once('reconnect_error', tried));
      line.mend();
      const { me: now, rooms } = await answer;
      return [now === me, rooms, distinct(ada.log)];
    },
    expect: (_, way) => [
      false,
      [],
      [['connect'], ['disconnect', lineEnded(way)], ['connect']],
    ],
  },
  {
    name: 'a line lost in the middle of a poll loses what is said until it is noticed',
    ways: ['polling'],
    async run({ t, server, enter }) {
      const line = await Line.to(t, server);
      const polls = line.sent(/^GET .*sid=/);
      const ada = await enter('/echo', { via: line });
      await polls;
      const gone = ada.hears('disconnect');
      line.cut();
      ada.socket.emit('message', 'while it is lost');
      await gone;
      line.mend();
      ada.socket.emit('message', 'later');
      while (ada.log.at(-1)[1] !== 'later') await ada.hears('message-back');
      return [distinct(ada.log).filter(([it]) => it !== 'auth')];
    },
    expect: () => [
      [
        ['connect'],
        ['disconnect', 'transport error'],
        ['connect'],
        ['message-back', 'later'],
      ],
    ],
  },
  {
    name: 'a server that stops is a transport that ends',
    ways: ['websocket', 'upgrade'], // between two polls it cannot be told
    async run({ t, way, startOwn }) {
      const server = await startOwn(t);
      const ada = await people(t, server, way).enter('/', {
        reconnection: false,
      });
      if (way === 'upgrade') await upgraded(ada.socket.io.engine);
      const gone = ada.hears('disconnect');
      server.signal('SIGTERM');
      await gone;
      return [await server.exited, ...logs(ada)];
    },
    expect: () => [0, [['connect'], ['disconnect', 'transport close']]],
  },
  {
    name: 'who closes the connection, not the socket, returns',
    async run({ enter }) {
      const ada = await enter('/echo');
      await ada.socket.emitWithAck('message-with-ack');
      ada.socket.io.engine.close();
      await ada.hears('auth');
      return logs(ada);
    },
    expect: () => [
      [
        ['connect'],
        ['auth', {}],
        ['disconnect', 'forced close'],
        ['connect'],
        ['auth', {}],
      ],
    ],
  },
];

async function upgraded(engine) {
  if (engine.transport.name !== 'websocket') await once(engine, 'upgrade');
}

/** Without the tries in between, whose number is chance. */
function distinct(log) {
  return log.filter(([it]) => it !== 'connect_error');
}
