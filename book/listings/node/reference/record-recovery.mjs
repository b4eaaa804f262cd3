// Records what a client of the reference server receives when its connection is
// cut midway, with connection state recovery and without it. Run it with:
// node record-recovery.mjs | npx prettier --parser json > recovery-run.json
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';

const CUT_AFTER = 20;
const LAST = 50;
const EVERY = 50; // ms
/** Shortest way back, in ms; chance adds up to half of it. */
const AWAY = 400;

/** Starts the reference server; `recovery` is "on" or "off". */
async function start(recovery) {
  const server = spawn(process.execPath, ['server.mjs'], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, PORT: '0', RECOVERY: recovery },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data');
  return { server, url: line.match(/http:\S+/)[0] };
}

/**
 * One run; server and client share a clock. A witness, whose line is never cut,
 * hears when all is said.
 */
async function record(recovery) {
  const { server, url } = await start(recovery);
  const connect = () =>
    io(`${url}/count`, {
      forceNew: true,
      transports: ['websocket'],
      reconnectionDelay: AWAY * 1.5,
      randomizationFactor: 1 / 3,
    });
  const [socket, witness] = [connect(), connect()];
  await Promise.all([once(socket, 'connect'), once(witness, 'connect')]);

  const started = Date.now();
  const now = () => Date.now() - started;
  const received = [];
  const run = { last: LAST, every_ms: EVERY, cut_after: CUT_AFTER };
  socket.on('tick', (n, sent) => {
    received.push({ n, sent_at_ms: sent - started, at_ms: now() });
    if (n !== CUT_AFTER) return;
    run.cut_at_ms = now();
    socket.io.engine.close(); // the line is cut; disconnect() would be a goodbye
    socket.once('connect', () => {
      run.back_at_ms = now();
      run.recovered = socket.recovered === true;
    });
  });
  const over = new Promise(resolve =>
    witness.on('tick', n => n === LAST && resolve()),
  );
  socket.emit('start', EVERY);
  await over;
  if (!socket.connected) await once(socket, 'connect');
  await socket.emitWithAck('here?'); // packets keep their order: all are here

  socket.close();
  witness.close();
  server.kill();
  await once(server, 'exit');
  return { ...run, ...judge(received, run), received };
}

/** Late is what was sent while the line was cut, and came all the same. */
function judge(received, { cut_at_ms: cut, back_at_ms: back }) {
  const numbers = received.map(({ n }) => n);
  const all = Array.from({ length: LAST }, (_, i) => i + 1);
  return {
    lost: all.filter(n => !numbers.includes(n)),
    late: received
      .filter(({ sent_at_ms: sent }) => sent > cut && sent < back)
      .map(({ n }) => n),
    doubled: numbers.filter((n, i) => numbers.indexOf(n) !== i),
  };
}

const require = createRequire(import.meta.url);
const recording = {
  recorded: new Date().toISOString().slice(0, 10),
  by: 'book/listings/node/reference/record-recovery.mjs',
  versions: {
    node: process.versions.node,
    'socket.io': require('socket.io/package.json').version,
    'socket.io-client': require('socket.io-client/package.json').version,
  },
  with_recovery: await record('on'),
  without_recovery: await record('off'),
};
console.log(JSON.stringify(recording));
