import { defineConfig } from '@playwright/test';
import base from '../../playwright.config';

export default defineConfig({
  ...base,
  testDir: '.',
  workers: 1,
  timeout: 900_000,
  outputDir: '../../test-results/screens-run',
});
