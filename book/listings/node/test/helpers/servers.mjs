import { after, before } from 'node:test';
import { start, startPlayground } from './server.mjs';

/**
 * The playground and the reference server, both for a whole test file. The
 * reference recovers no connections: in this alone it does not do its best.
 */
export function useServers() {
  const servers = {};
  const stops = [];
  const t = { after: stop => stops.push(stop) };
  before(async () => {
    servers.playground = await startPlayground(t);
    servers.reference = await start(t, 'reference', { RECOVERY: 'off' });
  });
  after(() => Promise.all(stops.map(stop => stop())));
  return servers;
}
