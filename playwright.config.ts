import { defineConfig, devices } from '@playwright/test';
import { PATIENCE_MS } from './tests/support/patience.mjs';

/** In a container: no sandbox, no graphics card, and no traffic of the browser's own. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  // Two, because a browser test mostly waits.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 5 * PATIENCE_MS,
  expect: { timeout: PATIENCE_MS },
  reporter: 'list',
  outputDir: 'test-results/browser',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // A browser with windows grants it to the page in front.
    permissions: ['clipboard-write'],
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: CHROMIUM_ARGS,
    },
  },
});
