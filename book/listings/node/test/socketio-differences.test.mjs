import assert from 'node:assert/strict';
import { fact } from './helpers/fact.mjs';
import { STARTS, useServers } from './helpers/servers.mjs';
import differences from './parity/differences.json' with { type: 'json' };
import { probes } from './parity/probes.mjs';

const servers = useServers();

fact('each known difference has one probe', () => {
  const ids = differences.map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), Object.keys(probes).toSorted());
});

// Both sides are written down, so a difference that vanishes is noticed.
for (const { id, sentence, reference, playground } of differences) {
  fact(`${id}: ${sentence}`, async t => {
    assert.notDeepEqual(reference, playground);
    const [byReference, byPlayground] = await Promise.all([
      probes[id](t, servers.reference, STARTS.reference),
      probes[id](t, servers.playground, STARTS.playground),
    ]);
    assert.deepEqual(byReference, reference, 'the reference server');
    assert.deepEqual(byPlayground, playground, 'the playground');
  });
}
