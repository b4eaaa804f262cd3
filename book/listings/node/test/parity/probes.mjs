// What shows each known difference. A probe does the same with both servers and
// resolves to what it saw, which stands in differences.json. `startOwn` starts a
// server of the same kind that nobody else uses.
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { connect as connectByHand, handshake } from '../helpers/client.mjs';
import { ask, Polling } from '../helpers/polling.mjs';

const POLLING = 'EIO=4&transport=polling';
const SAY_END = '42/echo,["message","end"]';
const END = /"end"/;

function client(t, { port }, namespace, options) {
  const url = `http://127.0.0.1:${port}${namespace}`;
  const socket = io(url, { forceNew: true, ...options });
  t.after(() => socket.close());
  return socket;
}

/** The answer to packets in `/echo`, and what becomes of the session. */
const posted = packets => async (t, server) => {
  const polling = await Polling.open(server, '/echo,');
  const answer = await polling.post(packets);
  await polling.post(SAY_END);
  const next = await polling.poll();
  return [answer, END.test(next) ? 'goes on' : next];
};

/** A WebSocket in `/echo`, spoken by hand. */
async function inEcho(t, server) {
  const peer = await connectByHand(t, { ...server, socketIo: true });
  peer.send('40/echo,');
  while (!(await peer.next()).startsWith('42/echo,["auth"'));
  return peer;
}

export const probes = {
  async recovery(t, _, startOwn) {
    const server = await startOwn(t);
    const socket = client(t, server, '/rooms', { reconnectionDelay: 1 });
    await once(socket, 'connect');
    const before = await socket.emitWithAck('join', 'tea');
    socket.emit('to-room', 'tea', 'Hi!');
    await once(socket, 'said'); // only who has heard something can be recovered
    socket.io.engine.close();
    await once(socket, 'connect');
    const after = await socket.emitWithAck('list');
    return {
      recovered: socket.recovered === true,
      sameName: after.me === before.me,
      rooms: after.rooms.length,
    };
  },

  async 'same-id'(t, server) {
    const socket = client(t, server, '/echo');
    await once(socket, 'connect');
    return socket.id === socket.io.engine.id ? 'the same' : 'another';
  },

  async 'unknown-event'(t, server) {
    const socket = client(t, server, '/echo');
    const heard = [];
    socket.on('refused', ({ error }) => heard.push(error));
    socket.emit('nobody-knows-me');
    await socket.emitWithAck('message-with-ack');
    return heard.length === 0 ? 'silence' : heard[0];
  },

  async 'escaped-keys'(t, server) {
    const socket = client(t, server, '/echo');
    const echo = once(socket, 'message-back');
    const refused = once(socket, 'refused');
    socket.emit('message', { 'say "hi"': 1 });
    return (await Promise.race([echo, refused]))[0];
  },

  async 'deep-nesting'(t, _, startOwn) {
    const server = await startOwn(t);
    const peer = await inEcho(t, server);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    peer.send(`42/echo,["message",${deep}]`);
    const answer = await peer.next();
    if (answer) return answer.slice(0, '42/echo,["refused"'.length);
    return `the server ended with ${await server.exited}`;
  },

  async 'volatile-while-busy'(t, server) {
    const [ada, bo] = [
      client(t, server, '/rooms'),
      await Polling.open(server, '/rooms,'),
    ];
    await ada.emitWithAck('join', 'volatile');
    await bo.post('42/rooms,["join","volatile"]');
    for (const n of [1, 2, 3]) await ada.emitWithAck('volatile', 'volatile', n);
    await ada.emitWithAck('to-others', 'volatile', 'end');
    const packets = (await bo.until(END)).filter(it => it.includes('"said"'));
    return packets.map(
      it => JSON.parse(it.slice('42/rooms,'.length))[1].message,
    );
  },

  async 'slow-reader'(t, server) {
    const polling = await Polling.open(server, '/echo,');
    const thousand = Array(1000).fill('42/echo,["message",1]').join('\x1e');
    for (let i = 0; i < 4; i++) await polling.post(thousand);
    await polling.take();
    await polling.post(SAY_END);
    const { length } = await polling.until(END);
    return length > 4000 ? 'all' : 'some';
  },

  'duplicate-connect': posted('40/echo,'),
  'client-ping': posted('2'),
  'not-a-packet': posted('abc'),
  'not-socket-io': posted('4abc'),
  'event-before-connect': posted('42/rooms,["list"]'),
  'nothing-posted': posted(''),

  async 'binary-type'(t, server) {
    const polling = await Polling.open(server);
    return polling.post('40', 'application/octet-stream');
  },

  'too-large-post': posted(`4${'x'.repeat(70_000)}`),

  async 'too-large-message'(t, server) {
    const peer = await inEcho(t, server);
    peer.send(`42/echo,["message","${'x'.repeat(70_000)}"]`);
    return `closed with ${await peer.closed}`;
  },

  async 'auth-no-object'(t, server) {
    const peer = await connectByHand(t, { ...server, socketIo: true });
    await peer.next();
    peer.send('40/echo,["a list"]');
    return (await peer.next()) ? 'taken' : `closed with ${await peer.closed}`;
  },

  async 'websocket-refusal'(t, { port }) {
    const query = 'EIO=4&transport=websocket&sid=nobody';
    const url = `ws://127.0.0.1:${port}/socket.io/?${query}`;
    const { status, body } = await handshake(t, url);
    return `${status} ${body}`;
  },

  async origin(t, server) {
    const headers = { Origin: 'https://evil.example' };
    return (await ask(server, POLLING, { headers })).status;
  },

  async 'own-origin'(t, server) {
    const headers = { Origin: 'http://localhost:3000' };
    const answer = await ask(server, POLLING, { headers });
    return answer.headers.get('access-control-allow-origin');
  },
};
