import assert from 'node:assert/strict';
import { fact } from './helpers/fact.mjs';
import { people, WAYS } from './helpers/person.mjs';
import { STARTS, useServers } from './helpers/servers.mjs';
import { scripts } from './parity/scripts.mjs';

const servers = useServers();

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
