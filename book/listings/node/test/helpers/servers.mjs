import { after, before } from 'node:test';
import { start, startPlayground } from './server.mjs';

/** Starts one of each kind. The reference recovers, unless it is told not to. */
export const STARTS = {
  reference: (t, env) => start(t, 'reference', env),
  playground: t => startPlayground(t),
};

/**
 * The playground and the reference server, both for a whole test file. The
 * reference recovers no connections: in this alone it does not do its best.
 */
export function useServers() {
  const servers = {};
  const stops = [];
  const t = { after: stop => stops.push(stop) };
  before(async () => {
    servers.playground = await STARTS.playground(t);
    servers.reference = await STARTS.reference(t, { RECOVERY: 'off' });
  });
  after(() => Promise.all(stops.map(stop => stop())));
  return servers;
}
