// Records what compression saves and what it costs. Run it with:
// node record-compression.mjs | npx prettier --parser json > compression-run.json
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { MODES, bytesOf } from './compression.mjs';

const CONNECTIONS = 200;
const RUNS = 5;
/** Said once by each: long enough to be worth compressing. */
const SAID = JSON.stringify({
  text: 'the same words again and again. '.repeat(64),
});

/** Resident bytes that each of some connections adds to a fresh server. */
async function residentBytes(mode) {
  const path = fileURLToPath(
    new URL('compression-memory.mjs', import.meta.url),
  );
  const server = fork(path, [mode], { execArgv: ['--expose-gc'] });
  const [{ url }] = await once(server, 'message');
  const resident = async () => {
    server.send('resident?');
    return (await once(server, 'message'))[0].resident;
  };
  // What the first connection loads and compiles is no connection's own.
  const first = await talk(url);
  const before = await resident();
  const clients = [];
  for (let i = 0; i < CONNECTIONS; i += 1) clients.push(await talk(url));
  const each = ((await resident()) - before) / CONNECTIONS;
  for (const client of [first, ...clients]) client.terminate();
  server.kill();
  await once(server, 'exit');
  return Math.round(each);
}

/** A connection on which both sides have spoken. */
async function talk(url) {
  const client = new WebSocket(url);
  await once(client, 'open');
  client.send(SAID);
  await once(client, 'message');
  return client;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

const bytes = {};
for (const kind of ['chat', 'json', 'random']) {
  bytes[kind] = {};
  for (const mode of Object.keys(MODES)) {
    const { messages, payload, wire } = await bytesOf(kind, mode);
    bytes[kind][mode] = { messages, payload, wire };
  }
}

const memory = {
  connections: CONNECTIONS,
  runs: RUNS,
  resident_bytes_each: {},
};
for (const mode of Object.keys(MODES)) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await residentBytes(mode));
  memory.resident_bytes_each[mode] = { median: median(runs), all: runs };
}

const require = createRequire(import.meta.url);
const recording = {
  recorded: new Date().toISOString().slice(0, 10),
  by: 'book/listings/node/reference/record-compression.mjs',
  versions: {
    node: process.versions.node,
    zlib: process.versions.zlib,
    ws: require('ws/package.json').version,
  },
  system: `${process.platform} ${process.arch}`,
  bytes,
  memory,
};
console.log(JSON.stringify(recording));
