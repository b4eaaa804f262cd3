import assert from 'node:assert/strict';
import { useBrowser } from './helpers/browser.mjs';
import { connect } from './helpers/client.mjs';
import { fact } from './helpers/fact.mjs';
import { Line } from './helpers/line.mjs';
import { start } from './helpers/server.mjs';
import { SURVIVORS, logFile, speak } from './helpers/survivors.mjs';

const { visitServer } = useBrowser();

const QUICK = '?heartbeatMs=200&deadlineMs=400';

/** Opens the server's page; the browser reaches the server over the line. */
async function visitOver(t, line, server, query = '', prepare) {
  const page = await visitServer(t, server, prepare, { over: line, query });
  const items = page.locator('#messages li');
  return {
    page,
    shows: text => page.locator('#state').getByText(text).waitFor(),
    heard: text => items.getByText(text).first().waitFor(),
    log: () => items.allTextContents(),
    async says(text) {
      await page.fill('#m', text);
      await page.press('#m', 'Enter');
    },
  };
}

for (const [name, startServer] of Object.entries(SURVIVORS)) {
  fact(
    `${name}: silence and an outage cost nothing, and double nothing`,
    async t => {
      const server = await startServer(t);
      const line = await Line.to(t, server);
      const ada = await visitOver(t, line, server, QUICK);
      await ada.shows('open');
      await speak(t, server, ['a', 'b']);
      await ada.heard('2: b');

      line.halfOpen(); // nobody is told
      await ada.says('into the silence');
      await speak(t, server, ['c', 'd']);
      await ada.shows('no answer for 400 ms');

      line.reset(); // and each new try
      await speak(t, server, ['e']);
      await ada.shows(/waiting 1006 , next try/);

      line.mend();
      await ada.shows('open');
      await ada.heard('into the silence');
      await speak(t, server, ['f']);
      await ada.heard('7: f');
      assert.deepEqual(await ada.log(), [
        '1: a',
        '2: b',
        '3: c',
        '4: d',
        '5: e',
        '6: into the silence',
        '7: f',
      ]);
      await ada.page.getByText('Delivered').waitFor();
    },
  );
}

fact('ws-chat-v1 loses in the same outage what Version 2 keeps', async t => {
  const server = await start(t, 'ws-chat-v1');
  const line = await Line.to(t, server);
  const stopClock = page => page.clock.install();
  const ada = await visitOver(t, line, server, '', stopClock);
  await ada.shows('Connected');
  await say(t, server, 'a');
  await ada.heard('a');

  line.halfOpen();
  await say(t, server, 'b');
  await ada.page.clock.fastForward('01:00:00');
  await ada.shows('Connected'); // an hour later it still believes it

  line.reset();
  await ada.shows('Disconnected: 1006');
  line.mend();
  await ada.page.clock.fastForward('00:10');
  await ada.shows('Connected');
  await say(t, server, 'c');
  await ada.heard('c');
  assert.deepEqual(await ada.log(), ['a', 'c']);
});

/** Somebody says this in Version 1's chat. */
async function say(t, server, text) {
  const { send, next } = await connect(t, server);
  send(JSON.stringify({ text }));
  await next();
}

const CLIENTS = 8;

/** Opens many lasting sockets in one page; each writes down what it sees. */
const crowd = (page, count) =>
  page.evaluate(async count => {
    const { lastingSocket } = await import('/lasting-socket.mjs');
    const chat = `${location.origin.replace('http', 'ws')}/chat`;
    window.crowd = Array.from({ length: count }, (_, who) => {
      const seen = { events: [], waits: [], unsettled: new Map(), log: '' };
      const send = ([id, text]) => socket.send(JSON.stringify({ id, text }));
      const socket = lastingSocket({
        address: after => `${chat}?after=${after}&log=${seen.log}`,
        onEvent(event) {
          if (event.log) seen.log = event.log;
          if (event.seq || event.gap) seen.events.push(event);
          if (event.ok) seen.unsettled.delete(event.id);
        },
        onState(state, detail) {
          seen.state = state;
          if (state === 'waiting') seen.waits.push(detail);
          if (state === 'open') [...seen.unsettled].forEach(send);
        },
      });
      const say = text => {
        const message = [`${crypto.randomUUID()}`, `${who} ${text}`];
        seen.unsettled.set(...message);
        send(message);
      };
      return { seen, say };
    });
  }, count);

const sayAll = (page, text) =>
  page.evaluate(text => window.crowd.forEach(({ say }) => say(text)), text);

/** Waits until everybody has a receipt for everything and has heard it all. */
const settled = (page, count) =>
  page.waitForFunction(
    count =>
      window.crowd.every(
        ({ seen }) => !seen.unsettled.size && seen.events.length >= count,
      ),
    count,
  );

for (const [name, startServer] of Object.entries(SURVIVORS)) {
  fact(
    `${name} restarts while many talk, and nobody misses a word`,
    async t => {
      const env = await logFile(t);
      const first = await startServer(t, env);
      const page = await visitServer(t, first);
      await crowd(page, CLIENTS);
      await sayAll(page, 'before');
      await settled(page, CLIENTS);

      await sayAll(page, 'meanwhile');
      first.signal('SIGTERM');
      assert.equal(await first.exited, 0);
      await sayAll(page, 'while it is away');
      await startServer(t, { ...env, PORT: `${first.port}` });
      await settled(page, 3 * CLIENTS);

      const all = await page.evaluate(() =>
        window.crowd.map(({ seen }) => seen),
      );
      const numbers = Array.from({ length: 3 * CLIENTS }, (_, i) => i + 1);
      for (const { events, waits } of all) {
        assert.deepEqual(
          events.map(({ seq }) => seq),
          numbers,
        );
        assert.equal(
          new Set(events.map(({ text }) => text)).size,
          numbers.length,
        );
        assert.equal(waits[0].code, 1012);
      }
      // The jitter: no two come back after the same time.
      assert.equal(new Set(all.map(({ waits }) => waits[0].ms)).size, CLIENTS);
    },
  );
}
