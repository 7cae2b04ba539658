import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

/** npm run measure:console, with DELIVERIES=5000000 for the record. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'console.spec.ts',
  workers: 1,
  timeout: 3_600_000,
  outputDir: '../../test-results/bench',
});
