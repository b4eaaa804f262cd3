import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './client.mjs';
import { start, startRust } from './server.mjs';

/** Starts Version 2 of the chat, by the language that it is written in. */
export const SURVIVORS = {
  'Node V2': (t, env) => start(t, 'ws-v2', env),
  'Rust V2': (t, env) => startRust(t, 'lasting_axum', env),
};

/** Somebody in the chat, who had `after` of the log `log` before. */
export async function member(
  t,
  { port },
  { after = 0, log = '', ...options } = {},
) {
  const path = `/chat?after=${after}&log=${log}`;
  const peer = await connect(t, { port, path }, options);
  const heard = async () => JSON.parse(await peer.next());
  const say = (id, text) => peer.send(JSON.stringify({ id, text }));
  return { ...peer, heard, say };
}

/** Somebody comes, says these texts, gets a receipt for each, and goes. */
export async function speak(t, server, texts) {
  const { say, heard, client } = await member(t, server);
  for (const [index, text] of texts.entries()) {
    const id = `${text}-${index}-said-once`;
    say(id, text);
    for (;;) {
      const receipt = await heard();
      if (receipt.id !== id) continue;
      if (!receipt.ok) throw new Error(receipt.error);
      break;
    }
  }
  client.close(1000);
}

/** A file for a log, in a folder that goes with the test. */
export async function logFile(t) {
  const folder = await mkdtemp(join(tmpdir(), 'ws-v2-'));
  t.after(() => rm(folder, { recursive: true }));
  return { LOG_FILE: join(folder, 'log.json') };
}
