import assert from 'node:assert/strict';
import { bytesOf } from '../reference/compression.mjs';
import { fact } from './helpers/fact.mjs';

fact(
  'repeated JSON shrinks, and most when a message may point to those before it',
  async () => {
    const [off, alone, takeover] = await all('json');
    assert.ok(alone.wire < off.wire, `${alone.wire} < ${off.wire}`);
    assert.ok(
      takeover.wire < alone.wire / 2,
      `${takeover.wire}, ${alone.wire}`,
    );
  },
);

fact('short lines of chat hardly shrink when each stands alone', async () => {
  const [off, alone, takeover] = await all('chat');
  assert.ok(alone.wire > off.wire * 0.8, `${alone.wire}, ${off.wire}`);
  assert.ok(takeover.wire < off.wire * 0.7, `${takeover.wire}, ${off.wire}`);
});

fact('random bytes grow by a few bytes a message', async () => {
  const [off, ...on] = await all('random');
  for (const { wire, messages } of on) {
    const more = (wire - off.wire) / messages;
    assert.ok(more > 0 && more < 10, `${more} bytes a message`);
  }
});

fact(
  'without the extension each message costs its payload and a frame head',
  async () => {
    const { payload, wire, messages, extensions } = await bytesOf(
      'chat',
      'off',
    );
    assert.equal(wire, payload + 2 * messages);
    assert.equal(extensions, '');
  },
);

async function all(kind) {
  const off = await bytesOf(kind, 'off');
  const alone = await bytesOf(kind, 'alone');
  const takeover = await bytesOf(kind, 'takeover');
  assert.equal(alone.extensions, 'permessage-deflate');
  assert.equal(takeover.extensions, 'permessage-deflate');
  return [off, alone, takeover];
}
