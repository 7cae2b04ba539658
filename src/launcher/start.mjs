import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { intendedAddress } from '../env-launch.mjs';
import { ensureBundles, ensureNextBuild, watchBundles } from './build.mjs';
import { describeFailure, endCommands, StartFailure } from './commands.mjs';
import { ensureInstalled } from './install.mjs';
import { requireFreePort } from './port.mjs';
import { hashSources } from './sources.mjs';
import { createSteps } from './steps.mjs';
import { withWorkLock } from './work-lock.mjs';

/**
 * Runs `npm start`, from a fresh clone to a running system. This file and the .mjs files in this folder use only Node.
 * Everything else is loaded after it is installed and bundled.
 */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const isDev = process.argv.includes('--dev');

async function main() {
  process.chdir(root);
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  requireNode(manifest.engines.node);
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.stdout.write(`Gancho ${manifest.version}\n`);
  const steps = createSteps((text) => process.stdout.write(text));
  await requireFreePort(intendedAddress());

  const supervisor = await withWorkLock(root, async () => {
    await steps.run('Install packages', () => ensureInstalled(root));
    const sources = await hashSources(root);
    await steps.run('Bundle programs', () => ensureBundles(root, sources));
    const loaded = await import(pathToFileURL(join(root, 'dist/launcher/supervisor.js')).href);
    const settings = await loaded.preflight();
    if (!isDev) await steps.run('Build pages', () => ensureNextBuild(root, { sources }));
    return { settings, supervise: loaded.supervise };
  });
  process.removeListener('SIGINT', interrupt);
  process.removeListener('SIGTERM', interrupt);
  await supervisor.supervise({
    settings: supervisor.settings,
    steps,
    root,
    watch: isDev
      ? (/** @type {(changed: string[]) => void} */ tell) => watchBundles(root, tell)
      : null,
  });
}

/** @param {string} range like ">=20.19" */
function requireNode(range) {
  const [major = 0, minor = 0] = range.replace(/^\D+/, '').split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new StartFailure(
    `Gancho needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`,
  );
}

/** Before the system runs there is nothing to lose, so the process stops its commands and exits. */
function interrupt() {
  endCommands();
  process.exit(130);
}

// The reader of the output can end first, for example npm or `head`. The stop goes on without it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.once('SIGINT', interrupt);
process.once('SIGTERM', interrupt);

main().catch((error) => {
  process.stderr.write(`\n${describeFailure(error) ?? error?.stack ?? error}\n`);
  process.exit(1);
});
