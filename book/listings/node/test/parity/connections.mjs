// Scripts about connections, how they end and who returns.
import { once } from 'node:events';
import { Line } from '../helpers/line.mjs';
import { logs, people } from '../helpers/person.mjs';

/** What the official client says of a line that ended, by transport. */
const lineEnded = way =>
  way === 'polling' ? 'transport error' : 'transport close';

export const connections = [
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
    name: 'when the line is cut the client returns, as somebody new',
    async run({ t, server, way, enter }) {
      const line = await Line.to(t, server);
      const ada = await enter('/rooms', { via: line });
      if (way === 'upgrade') await upgraded(ada.socket.io.engine);
      const { me } = await ada.socket.emitWithAck('join', 'tea');
      const gone = ada.hears('disconnect');
      line.reset();
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
      line.reset();
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
