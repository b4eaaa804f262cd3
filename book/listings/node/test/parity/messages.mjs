// Scripts about events, their arguments, acknowledgements and who is let in.
import { once } from 'node:events';
import { logs } from '../helpers/person.mjs';

const hundred = Array.from({ length: 100 }, (_, i) => i);

export const messages = [
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
];
