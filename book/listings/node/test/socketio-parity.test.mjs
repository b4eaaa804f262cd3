import assert from 'node:assert/strict';
import { fact } from './helpers/fact.mjs';
import { people, WAYS } from './helpers/person.mjs';
import { ask } from './helpers/polling.mjs';
import { STARTS, useServers } from './helpers/servers.mjs';
import { connections } from './parity/connections.mjs';
import { messages } from './parity/messages.mjs';
import { rooms } from './parity/rooms.mjs';

const servers = useServers();

// What a client does, and what happens to it: on both servers alike. A script
// resolves to the logs of its people.
const scripts = [...messages, ...rooms, ...connections];

for (const { name, run, expect, ways = Object.keys(WAYS) } of scripts) {
  for (const way of ways) {
    fact(`${name} (${way})`, async t => {
      const seen = {};
      for (const [kind, server] of Object.entries(servers)) {
        const visit = { ...people(t, server, way), startOwn: STARTS[kind] };
        seen[kind] = await run({ t, server, way, ...visit });
      }
      for (const [kind, it] of Object.entries(seen))
        assert.deepEqual(it, expect(it, way), kind);
    });
  }
}

/** Requests that Engine.IO does not take, as method and query. */
const WRONG = [
  'GET EIO=4&transport=carrier-pigeon',
  'GET EIO=4',
  'GET transport=polling',
  'GET EIO=3&transport=polling',
  'GET EIO=5&transport=polling',
  'GET EIO=4&transport=polling&sid=nobody',
  'POST EIO=4&transport=polling&sid=nobody',
  'POST EIO=4&transport=polling',
  'PUT EIO=4&transport=polling',
  'GET EIO=4&transport=websocket',
];

for (const request of WRONG) {
  fact(`${request} is refused in the same words`, async () => {
    const [method, query] = request.split(' ');
    const refusal = async server => {
      const { status, body } = await ask(server, query, { method });
      return { status, body };
    };
    const expected = await refusal(servers.reference);
    assert.equal(expected.status, 400);
    assert.deepEqual(await refusal(servers.playground), expected);
  });
}

fact('a handshake has the same keys, limits and headers', async () => {
  const answer = async server => {
    const { body, headers } = await ask(server, 'EIO=4&transport=polling');
    const named = ['content-type', 'cache-control'];
    return [body, ...named.map(name => headers.get(name))];
  };
  const expected = await answer(servers.reference);
  assert.match(expected[0], /^0{"sid":"…","upgrades":\["websocket"\],/);
  assert.deepEqual(await answer(servers.playground), expected);
});
