// The reference server: what our playground serves, on the official socket.io,
// with connection state recovery. Start it with: node server.mjs
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const { PORT = 3000, RECOVERY = 'on' } = process.env;

// ANCHOR: recovery
const http = createServer();
const io = new Server(http, {
  maxHttpBufferSize: 64 * 1024,
  // Who is back within two minutes gets its id, its rooms and what it missed.
  connectionStateRecovery: RECOVERY === 'on' && {
    maxDisconnectionDuration: 2 * 60 * 1000,
  },
});
// ANCHOR_END: recovery

/** Answers an event with what `handle` returns, or refuses it: what it throws. */
function answer(socket, event, handle) {
  socket.on(event, async (...args) => {
    const ack = typeof args.at(-1) === 'function' ? args.pop() : undefined;
    try {
      const result = await handle(...args);
      ack?.({ ok: true, ...result });
    } catch ({ message: error }) {
      if (ack) ack({ error });
      else socket.emit('refused', { error });
    }
  });
}

function check(isRight, otherwise) {
  if (!isRight) throw new Error(otherwise);
}

io.on('connection', socket => {
  answer(socket, 'chat message', text => {
    check(typeof text === 'string', 'A message must be text');
    check(text.trim(), 'A message must not be empty');
    check(text.length <= 500, 'Longer than 500 characters');
    io.emit('chat message', text);
  });
});

const echo = io.of('/echo');
echo.use(({ handshake: { auth } }, next) =>
  next(auth.refuse && new Error(auth.refuse)),
);
echo.on('connection', socket => {
  socket.emit('auth', socket.handshake.auth);
  socket.on('message', (...args) => socket.emit('message-back', ...args));
  socket.on('message-with-ack', (...args) => {
    const ack = args.pop();
    if (typeof ack === 'function') ack(...args);
  });
});

// ANCHOR: count
// The numbers 1 to 50 and when each was sent, to everybody; and to who comes
// back in time.
const count = io.of('/count');
count.on('connection', socket => {
  socket.on('here?', ack => ack());
  socket.once('start', (every = 100) => {
    let n = 0;
    const ticking = setInterval(() => {
      count.emit('tick', ++n, Date.now());
      if (n === 50) clearInterval(ticking);
    }, every);
  });
});
// ANCHOR_END: count

let guests = 0;
for (const rooms of [io.of('/rooms'), io.of('/rooms-2')]) {
  rooms.on('connection', socket => {
    socket.data.name ??= `guest-${++guests}`; // stays, if it is recovered
    const me = socket.data.name;
    const { join } = socket.handshake.auth;
    if (join) socket.join(join);
    const names = room =>
      [...rooms.adapter.rooms.get(room)].map(
        id => rooms.sockets.get(id).data.name,
      );
    const mine = () => ({
      me,
      rooms: [...socket.rooms]
        .filter(room => room !== socket.id) // everybody is in a room of its own
        .sort()
        .map(name => ({ name, members: names(name) })),
    });
    const whenIn = (room, operator) => {
      const where = `You are not in the room \`${room}\`. Join it first.`;
      check(room !== socket.id && socket.rooms.has(room), where);
      return operator.to(room);
    };
    const say = (room, operator, message) => {
      whenIn(room, operator).emit('said', { room, from: me, message });
    };

    answer(socket, 'join', room => {
      socket.join(room);
      return mine();
    });
    answer(socket, 'leave', room => {
      whenIn(room, socket);
      socket.leave(room);
      return mine();
    });
    answer(socket, 'list', mine);
    answer(socket, 'to-room', (room, message) => say(room, rooms, message));
    answer(socket, 'to-others', (room, message) => say(room, socket, message));
    answer(socket, 'volatile', (room, message) =>
      say(room, socket.volatile, message),
    );
    answer(socket, 'ask', async (room, message, wait) => {
      const everybody = await whenIn(room, rooms).fetchSockets();
      const others = everybody.filter(({ id }) => id !== socket.id);
      const question = { room, from: me, message };
      const acks = await Promise.allSettled(
        others.map(it => it.timeout(wait).emitWithAck('question', question)),
      );
      const answers = acks.flatMap(({ status, value: answer }, i) =>
        status === 'fulfilled' ? { from: others[i].data.name, answer } : [],
      );
      return { answers, missing: others.length - answers.length };
    });
  });
}

http.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${http.address().port}`);
});
process.once('SIGINT', () => io.close()).once('SIGTERM', () => io.close());
