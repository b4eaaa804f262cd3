import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { Gate } from './gate.mjs';
import { listing } from './server.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Serves one file, whatever is asked for; returns the port. */
async function serveFile(t, path) {
  const body = await readFile(listing(path));
  const server = createServer((request, response) =>
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(body),
  );
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/**
 * One Chromium for a test file. It reaches any `localhost:PORT` through `gate`,
 * so Version 0's page finds its server at the `localhost:8080` written in it.
 */
export function useBrowser() {
  const gate = new Gate();
  let browser;

  before(async () => {
    const rule = `MAP localhost 127.0.0.1:${await gate.listen()}`;
    browser = await chromium.launch({
      executablePath,
      args: [`--host-resolver-rules=${rule}`],
    });
  });
  after(() => browser?.close());

  /** A new page; `prepare` sees it before it loads. */
  async function visit(t, url, prepare = () => {}) {
    const page = await browser.newPage();
    t.after(() => page.close());
    await prepare(page);
    await page.goto(url);
    return page;
  }

  /** The server's own page; it may reach the server over a line of ours. */
  const visitServer = (
    t,
    server,
    prepare,
    { over = server, query = '' } = {},
  ) => {
    gate.target = over.port;
    return visit(t, `http://localhost:${server.port}/${query}`, prepare);
  };

  /** The page of a server that serves none, from another origin. */
  const visitFile = async (t, server, path) => {
    gate.target = server.port;
    return visit(t, `http://127.0.0.1:${await serveFile(t, path)}/`);
  };

  return { gate, visitServer, visitFile };
}
