// npm run screens: takes pictures of every screen of a product that it starts.
//   npm run screens all of them, into test-results/screens
//   npm run screens -- hook those whose name has "hook" in it
//   npm run screens -- --docs the ones that docs/screens keeps
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findChromium, findPlaywrightChromium } from '../system-programs.mjs';

const root = join(import.meta.dirname, '../..');
const args = process.argv.slice(2);
const isForDocs = args.includes('--docs');
const only = args.find((arg) => !arg.startsWith('--'));
const chromium = findChromium() ?? (await findPlaywrightChromium());
if (!chromium) throw new Error('No Chromium: install one, or set CHROMIUM_PATH.');

const child = spawn(
  process.execPath,
  [
    'node_modules/@playwright/test/cli.js',
    'test',
    '--config',
    'tests/screens/playwright.config.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      CHROMIUM_PATH: chromium,
      SCREENS_FOLDER: isForDocs ? 'docs/screens' : 'test-results/screens',
      ...(isForDocs ? { SCREENS_FOR_DOCS: '1' } : {}),
      ...(only ? { SCREENS_ONLY: only } : {}),
    },
  },
);
process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
