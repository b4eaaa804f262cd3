import { test as base, expect } from "@playwright/test";
import { writeFixtureBook } from "./fixture-book/pages.js";
import { startPlayground } from "./servers.js";

/** The hosts that a page of the book may talk to. */
const OWN_HOSTS = new Set(["127.0.0.1", "localhost"]);

/**
 * @typedef {import("@playwright/test").PlaywrightTestArgs &
 *   import("@playwright/test").PlaywrightTestOptions} TestArgs
 * @typedef {import("@playwright/test").PlaywrightWorkerArgs &
 *   import("@playwright/test").PlaywrightWorkerOptions} WorkerArgs
 */

/** mdBook's themes. */
export const THEMES = ["light", "rust", "coal", "navy", "ayu"];

/**
 * - `playground` (one a worker): the real server, serving the fixture book: `playground.url`.
 * - every test fails when a page asks another host for anything, or throws an uncaught error.
 *
 * @type {import("@playwright/test").Fixtures<{ guarded: void },
 *   { playground: import("./servers.js").Server }, TestArgs, WorkerArgs>}
 */
const fixtures = {
  playground: [
    // Playwright reads the braces: this fixture needs no other.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const book = writeFixtureBook("http://localhost:4000");
      const server = await startPlayground({ book: book.dir });
      await use(server);
      await server.stop();
      book.remove();
    },
    { scope: "worker" },
  ],
  guarded: [
    async ({ context }, use) => {
      /** @type {string[]} */
      const faults = [];
      /** @param {string} url */
      const ask = (url) => {
        const { protocol, hostname } = new URL(url);
        const local = protocol === "data:" || protocol === "blob:";
        if (!local && !OWN_HOSTS.has(hostname)) faults.push(`asked another host: ${url}`);
      };
      context.on("request", (request) => ask(request.url()));
      context.on("page", (page) => page.on("websocket", (socket) => ask(socket.url())));
      context.on("weberror", (error) => faults.push(`uncaught: ${error.error().stack}`));
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
};

export const test = base.extend(fixtures);

/**
 * Shows the page in one of mdBook's themes, as its theme menu does.
 *
 * @param {import("@playwright/test").Page} page @param {string} theme
 */
export async function setTheme(page, theme) {
  await page.evaluate(
    ({ theme, themes }) => {
      document.documentElement.classList.remove(...themes);
      document.documentElement.classList.add(theme);
    },
    { theme, themes: THEMES },
  );
}

export { expect };
