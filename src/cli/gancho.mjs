import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBundles } from '../launcher/build.mjs';
import { describeFailure } from '../launcher/commands.mjs';
import { ensureInstalled } from '../launcher/install.mjs';
import { withWorkLock } from '../launcher/work-lock.mjs';

/**
 * Runs the operator's command line, also from a fresh clone. It installs and bundles silently, because stdout belongs
 * to the command.
 */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

async function main() {
  process.chdir(root);
  if (existsSync('.env')) process.loadEnvFile('.env');
  await withWorkLock(root, async () => {
    await ensureInstalled(root);
    await ensureBundles(root);
  });
  await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
}

main().catch((error) => {
  process.stderr.write(`${describeFailure(error) ?? error?.message ?? error}\n`);
  process.exitCode = 1;
});
