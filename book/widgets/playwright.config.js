import { defineConfig } from "@playwright/test";

/** How the tests and the recorder start Chromium: it asks nobody but the page's own server. */
export const launchOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "e2e",
  // A busy machine is slow, not wrong.
  expect: { timeout: 15_000 },
  // A demo that works only sometimes does not work.
  retries: 0,
  // axe in five themes takes 10 s on two quiet cores, three times as long on busy ones.
  timeout: 90_000,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 900 },
    launchOptions,
  },
});
