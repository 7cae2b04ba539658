import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

export default defineConfig({
  ...base,
  testDir: '.',
  globalSetup: '../e2e/support/start-product.ts',
  timeout: 900_000,
  outputDir: '../../test-results/screens-run',
});
