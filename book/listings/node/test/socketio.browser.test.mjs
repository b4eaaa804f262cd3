import assert from 'node:assert/strict';
import { useBrowser } from './helpers/browser.mjs';
import { fact } from './helpers/fact.mjs';
import { start } from './helpers/server.mjs';

const { visitServer } = useBrowser();

/** Resolves once the list of messages has this one. */
const heard = (page, text) =>
  page.locator('#messages li').getByText(text, { exact: true }).waitFor();

const shows = (page, text) => page.getByText(text, { exact: true }).waitFor();

async function say(page, text) {
  await page.fill('#m', text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** A page that has its Socket.IO session: this many users are in. */
async function enter(t, server, users = 1) {
  const page = await visitServer(t, server);
  await server.printed(new RegExp(`(User connected[^]*){${users}}`));
  return page;
}

for (const version of ['socketio-v0', 'socketio-v1']) {
  fact(`${version}: what one page says both pages show, as text`, async t => {
    const server = await start(t, version);
    const pages = [await enter(t, server), await enter(t, server, 2)];
    await say(pages[0], '<b>hi</b>');
    for (const page of pages) await heard(page, '<b>hi</b>');
  });
}

fact('Version 1 shows "Delivered" and empties the field', async t => {
  const page = await enter(t, await start(t, 'socketio-v1'));
  await say(page, 'hi');
  await shows(page, 'Delivered');
  assert.equal(await page.inputValue('#m'), '');
});

fact('Version 1 shows why a message was refused, and keeps it', async t => {
  const page = await enter(t, await start(t, 'socketio-v1'));
  await say(page, '  ');
  await shows(page, 'Refused: A message must not be empty');
  assert.equal(await page.inputValue('#m'), '  ');
});

fact(
  'Version 1 admits that it does not know, when no answer comes',
  async t => {
    const server = await start(t, 'socketio-v1');
    const page = await visitServer(t, server, page => page.clock.install());
    await shows(page, 'Connected');
    server.signal('SIGSTOP'); // there, but it does not answer
    await say(page, 'hi');
    await shows(page, 'Sending');
    await page.clock.fastForward(5000);
    await shows(page, 'No answer: perhaps delivered, perhaps not');
    assert.equal(await page.inputValue('#m'), 'hi');
  },
);

fact('Version 1 sends nothing while disconnected, then reconnects', async t => {
  const server = await start(t, 'socketio-v1');
  const page = await enter(t, server);
  await server.kill();
  await page.getByText('Disconnected: transport').waitFor();
  await page.fill('#m', 'anyone?');
  await page.press('#m', 'Enter');
  assert.ok(await page.isDisabled('#send'));
  assert.equal(await page.inputValue('#m'), 'anyone?');
  await start(t, 'socketio-v1', { PORT: `${server.port}` });
  await shows(page, 'Connected');
  await page.press('#m', 'Enter');
  await heard(page, 'anyone?');
});
