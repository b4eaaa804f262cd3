import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { useBrowser } from './helpers/browser.mjs';
import { fact } from './helpers/fact.mjs';
import { listing, start, startOnPortZero } from './helpers/server.mjs';

const { gate, visitServer, visitFile } = useBrowser();

/** Opens Version 0's or Version 1's page; both have #msg, #chat and a button. */
const PAGES = {
  'ws-v0': (t, server) => visitFile(t, server, 'ws-v0/client.html'),
  'ws-v1': visitServer,
};

/** Resolves once the log has this line. */
const said = (page, text) =>
  page.locator('#chat p').getByText(text, { exact: true }).first().waitFor();

async function say(page, text) {
  await page.fill('#msg', text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** Starts the server, opens its page and waits for the greeting. */
async function chat(t, version) {
  const server = await start(t, version);
  const page = await PAGES[version](t, server);
  await said(page, 'Server: Hello from the server!');
  return { server, page };
}

for (const version of ['ws-v0', 'ws-v1']) {
  fact(
    `${version}: the page shows the greeting and both sides' words`,
    async t => {
      const { page } = await chat(t, version);
      await say(page, 'hi');
      await said(page, 'You: hi');
      await said(page, 'Server: You said: hi');
      assert.equal(await page.inputValue('#msg'), '');
    },
  );
}

const ATTACK = `<img src=x onerror="document.title = 'attacked'">`;

fact('Version 0 runs a script that came in a message', async t => {
  const { page } = await chat(t, 'ws-v0');
  await say(page, ATTACK);
  await page.waitForFunction(() => document.title === 'attacked');
});

fact('Version 1 shows the same message as text', async t => {
  const { page } = await chat(t, 'ws-v1');
  await say(page, ATTACK);
  await said(page, `You: ${ATTACK}`);
  await said(page, `Server: You said: ${ATTACK}`);
  assert.equal(await page.locator('#chat img').count(), 0);
});

fact(
  'Version 0 throws InvalidStateError when it sends before open',
  async t => {
    const server = await start(t, 'ws-v0');
    const open = gate.shut(t);
    const page = await PAGES['ws-v0'](t, server);
    const thrown = page.waitForEvent('pageerror');
    await say(page, 'too early');
    const error = await thrown;
    assert.equal(error.name, 'InvalidStateError');
    assert.match(error.message, /CONNECTING/);
    open();
    await said(page, 'Server: Hello from the server!');
  },
);

fact('Version 1 keeps what is typed until the socket is open', async t => {
  const server = await start(t, 'ws-v1');
  const open = gate.shut(t);
  const page = await PAGES['ws-v1'](t, server);
  await page.fill('#msg', 'not too early');
  await page.press('#msg', 'Enter');
  assert.equal(await page.textContent('#state'), 'Connecting');
  assert.ok(await page.isDisabled('#send'));
  assert.equal(await page.inputValue('#msg'), 'not too early');
  open();
  await page.getByText('Open', { exact: true }).waitFor();
  await page.press('#msg', 'Enter');
  await said(page, 'Server: You said: not too early');
});

/** Resolves when the page's `socket` has closed; only Version 0 exposes it. */
const v0Closed = page => page.waitForFunction('socket.readyState === 3');

fact('Version 0 shows a message as sent that nobody gets', async t => {
  const { server, page } = await chat(t, 'ws-v0');
  await server.kill();
  await v0Closed(page);
  await say(page, 'anyone?');
  await said(page, 'You: anyone?');
  assert.equal(await page.inputValue('#msg'), '');
});

fact('Version 1 sends nothing once the server is gone', async t => {
  const { server, page } = await chat(t, 'ws-v1');
  await server.kill();
  await page.getByText('Closed (1006), next try in').waitFor();
  await page.fill('#msg', 'anyone?');
  await page.press('#msg', 'Enter');
  assert.ok(await page.isDisabled('#send'));
  assert.equal(await page.inputValue('#msg'), 'anyone?');
  assert.equal(await page.getByText('You: anyone?').count(), 0);
});

fact('Version 0 stays closed although its server is back', async t => {
  const { server, page } = await chat(t, 'ws-v0');
  await server.kill();
  await v0Closed(page);
  await chat(t, 'ws-v0'); // the gate leads to the new server: a new page opens
  assert.equal(await page.evaluate('socket.readyState'), 3);
});

fact(
  'Version 1 reconnects when its server is back on the same port',
  async t => {
    const { server, page } = await chat(t, 'ws-v1');
    await server.kill();
    await page.getByText('Closed (1006)').waitFor();
    await start(t, 'ws-v1', { PORT: `${server.port}` });
    await page.getByText('Open', { exact: true }).waitFor();
    await say(page, 'back');
    await said(page, 'Server: You said: back');
  },
);

fact('Version 1 waits twice as long each time, and at most 30 s', async t => {
  const server = await start(t, 'ws-v1');
  const page = await visitServer(t, server, page =>
    page.addInitScript(() => {
      Math.random = () => 1; // the longest wait that chance allows
      window.waits = [];
      const { setTimeout } = window;
      window.setTimeout = (task, wait) => {
        window.waits.push(wait);
        return setTimeout(task, 0);
      };
    }),
  );
  await said(page, 'Server: Hello from the server!');
  await server.kill();
  await page.waitForFunction('waits.length >= 8');
  assert.deepEqual(
    await page.evaluate('waits.slice(0, 8)'),
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000],
  );
});

fact(
  'relaying `message` as it is makes the page print [object Blob]',
  async t => {
    const code = await readFile(listing('ws-v0/server.js'), 'utf8');
    const relay = code.replace('`You said: ${message}`', 'message');
    assert.notEqual(relay, code);
    const server = await startOnPortZero(t, 'ws-v0', '--eval', relay);
    const page = await PAGES['ws-v0'](t, server);
    await said(page, 'Server: Hello from the server!');
    await say(page, 'hi');
    await said(page, 'Server: [object Blob]');
  },
);
