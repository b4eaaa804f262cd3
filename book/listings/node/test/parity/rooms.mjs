// Scripts about rooms, and about the two namespaces that have them.
import { logs } from '../helpers/person.mjs';

const said = (from, message) => ['said', { room: 'tea', from, message }];

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

export const rooms = [
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
];
