import assert from 'node:assert/strict';
import { useBrowser } from './helpers/browser.mjs';
import { fact } from './helpers/fact.mjs';
import { Line } from './helpers/line.mjs';
import { SURVIVORS, speak } from './helpers/survivors.mjs';

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
