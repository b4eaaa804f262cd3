import assert from 'node:assert/strict';
import { useBrowser } from './helpers/browser.mjs';
import { fact } from './helpers/fact.mjs';
import { start } from './helpers/server.mjs';

const { visitServer } = useBrowser();

const heard = (page, text) =>
  page.locator('#messages li').getByText(text, { exact: true }).waitFor();

const shows = (page, text) => page.getByText(text, { exact: true }).waitFor();

async function say(page, text) {
  await page.fill('#m', text);
  await page.getByRole('button', { name: 'Send' }).click();
}

for (const version of ['ws-chat-v0', 'ws-chat-v1']) {
  fact(`${version}: what one page says both pages show, as text`, async t => {
    const server = await start(t, version);
    const pages = [];
    for (const users of [1, 2]) {
      pages.push(await visitServer(t, server));
      await server.printed(new RegExp(`(User connected[^]*){${users}}`));
    }
    await say(pages[0], '<b>hi</b>');
    for (const page of pages) await heard(page, '<b>hi</b>');
  });
}

fact('ws-chat-v1 shows what became of a message', async t => {
  const page = await visitServer(t, await start(t, 'ws-chat-v1'));
  await say(page, 'hi');
  await shows(page, 'Delivered');
  assert.equal(await page.inputValue('#m'), '');
  await say(page, '  ');
  await shows(page, 'Refused: A message must not be empty');
  assert.equal(await page.inputValue('#m'), '  ');
});

fact('ws-chat-v1 admits that it does not know', async t => {
  const server = await start(t, 'ws-chat-v1');
  const page = await visitServer(t, server, page => page.clock.install());
  await shows(page, 'Connected');
  server.signal('SIGSTOP'); // there, but it does not answer
  await say(page, 'hi');
  await shows(page, 'Sending');
  await page.clock.fastForward(5000);
  await shows(page, 'No answer: perhaps delivered, perhaps not');
});

fact('ws-chat-v1 reconnects', async t => {
  const server = await start(t, 'ws-chat-v1');
  const page = await visitServer(t, server);
  await shows(page, 'Connected');
  await server.kill();
  await page.getByText('Disconnected: 1006').waitFor();
  await start(t, 'ws-chat-v1', { PORT: `${server.port}` });
  await shows(page, 'Connected');
  await say(page, 'back');
  await heard(page, 'back');
});
