import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fact } from './helpers/fact.mjs';
import { listing } from './helpers/server.mjs';

const IN_ORDER = [
  'ws-v0/server.js',
  'ws-v0/client.html',
  'socketio-v0/server.js',
  'socketio-v0/public/index.html',
];

fact('Version 0 is the source document’s code, byte for byte', async () => {
  const source = await readFile(
    listing('../../source/introduction.md'),
    'utf8',
  );
  const blocks = [...source.matchAll(/^```(?:js|html)\n(.*?)^```$/gms)];
  assert.equal(blocks.length, IN_ORDER.length);
  for (const [i, path] of IN_ORDER.entries()) {
    assert.equal(await readFile(listing(path), 'utf8'), blocks[i][1], path);
  }
});
