import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runCommand, StartFailure } from './commands.mjs';
import { ensureInstalled } from './install.mjs';
import { hashSources } from './sources.mjs';
import { withWorkLock } from './work-lock.mjs';

const ENTRIES = [
  'launcher/supervisor',
  'launcher/web',
  'launcher/worker',
  'launcher/migrate-database',
  'cli/main',
].filter((entry) => existsSync(new URL(`../${entry}.ts`, import.meta.url)));

/**
 * Bundles the programs that run in addition to Next into dist/, unless they are current.
 * @param {string} root
 * @param {string} [sources] their hash, if it is known
 * @returns {Promise<'built' | 'up to date'>}
 */
export async function ensureBundles(root, sources) {
  const stamp = join(root, 'dist', '.sources');
  const hash = sources ?? (await hashSources(root));
  const isCurrent = (await textOf(stamp)) === hash;
  if (isCurrent && ENTRIES.every((entry) => existsSync(outputOf(root, entry)))) return 'up to date';
  const { build, stop } = await import('esbuild');
  await build(await bundleOptions(root)).catch((error) => {
    throw new StartFailure(`Bundling failed: ${error.message}`);
  });
  // Otherwise esbuild's helper process would run as long as this one.
  await stop();
  await writeFile(stamp, hash);
  return 'built';
}

/**
 * Bundles again whenever a source changes, and reports the programs that changed.
 * @param {string} root
 * @param {(changed: string[]) => void} onChange
 */
export async function watchBundles(root, onChange) {
  const { context } = await import('esbuild');
  const options = await bundleOptions(root);
  const contents = new Map();
  const plugin = {
    name: 'tell-changes',
    setup(/** @type {import('esbuild').PluginBuild} */ build) {
      build.onEnd(async () => {
        const changed = [];
        for (const entry of ENTRIES) {
          const text = await textOf(outputOf(root, entry));
          if (contents.has(entry) && contents.get(entry) !== text) changed.push(entry);
          contents.set(entry, text);
        }
        if (changed.length > 0) onChange(changed);
      });
    },
  };
  const watcher = await context({ ...options, plugins: [plugin] });
  await watcher.watch();
  return () => watcher.dispose();
}

/**
 * @param {string} root
 * @returns {Promise<import('esbuild').BuildOptions>}
 */
async function bundleOptions(root) {
  await mkdir(join(root, 'dist'), { recursive: true });
  return {
    absWorkingDir: root,
    entryPoints: ENTRIES.map((entry) => join(root, 'src', `${entry}.ts`)),
    outdir: join(root, 'dist'),
    outbase: join(root, 'src'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  };
}

/**
 * Builds Next, unless .next already holds the build of these sources.
 * @param {string} root
 * @param {{ isShown?: boolean, isForced?: boolean, sources?: string }} [options]
 * @returns {Promise<'built' | 'up to date'>}
 */
export async function ensureNextBuild(root, { isShown = false, isForced = false, sources } = {}) {
  const stamp = join(root, '.next', 'gancho-sources');
  const hash = sources ?? (await hashSources(root));
  const hasBuild = existsSync(join(root, '.next', 'BUILD_ID'));
  if (!isForced && hasBuild && (await textOf(stamp)) === hash) return 'up to date';
  await rm(stamp, { force: true });
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  await runCommand(process.execPath, [next, 'build'], {
    cwd: root,
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    isShown,
    what: 'Building (next build)',
  });
  await writeFile(stamp, hash);
  return 'built';
}

/**
 * @param {string} root
 * @param {string} entry
 */
function outputOf(root, entry) {
  return join(root, 'dist', `${entry}.js`);
}

/** @param {string} path */
async function textOf(path) {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Runs `npm run build` and, with --vercel, `npm run vercel-build`, which migrates before it builds. */
async function main() {
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
  process.chdir(root);
  if (existsSync('.env')) process.loadEnvFile('.env');
  await withWorkLock(root, async () => {
    await ensureInstalled(root);
    await ensureBundles(root);
    if (process.argv.includes('--vercel')) {
      const { migrateDatabase } = await import(
        pathToFileURL(outputOf(root, 'launcher/migrate-database')).href
      );
      await migrateDatabase();
    }
    await ensureNextBuild(root, { isShown: true, isForced: true });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    process.stderr.write(`${error.message ?? error}\n`);
    process.exitCode = 1;
  });
}
