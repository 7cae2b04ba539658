import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBundles, ensureNextBuild } from '../src/launcher/build.mjs';
import { endCommands } from '../src/launcher/commands.mjs';
import { ensureInstalled } from '../src/launcher/install.mjs';
import { withWorkLock } from '../src/launcher/work-lock.mjs';
import { hasPostgres15, withPostgres15 } from './postgres-15.mjs';
import { endSteps, runSteps, stepsHaveEnded } from './steps.mjs';
import { findChromium, findPlaywrightChromium, installSystemPrograms } from './system-programs.mjs';

/**
 * `npm test` runs everything, also on a fresh clone. `npm run check` (--check) runs the checks that need no database,
 * in under a minute. The last line says `N passed, M failed`.
 */
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const isCheck = process.argv.includes('--check');
const node = process.execPath;

/** @param {string} name @param {string} path @param {string[]} args */
const tool = (name, path, ...args) => ({
  name,
  program: node,
  args: [join(root, 'node_modules', path), ...args],
});

async function main() {
  process.chdir(root);
  await withWorkLock(root, () => ensureInstalled(root));
  const reports = await mkdtemp(join(tmpdir(), 'gancho-reports-'));
  try {
    const total = await runSteps(checks(reports), 2);
    if (!isCheck && !stepsHaveEnded()) await runTests(reports, total);
    process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
    process.exitCode = total.failed === 0 ? 0 : 1;
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

/** @param {string} reports */
function checks(reports) {
  // Next's generated types come first, because the type check reads them. TypeScript 7 takes a third of the time of 6,
  // which the tools that read code through its API need.
  const types =
    'node_modules/next/dist/bin/next typegen && node node_modules/typescript-7/bin/tsc --noEmit -p .';
  return [
    {
      name: 'types',
      program: 'sh',
      args: ['-c', `node ${types}`],
      env: { NEXT_TELEMETRY_DISABLED: '1' },
    },
    vitest('unit', 'unit', reports),
    tool(
      'format and lint',
      '@biomejs/biome/bin/biome',
      'ci',
      '--colors=off',
      '--error-on-warnings',
      '.',
    ),
    tool(
      'import rules',
      'dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'src',
      'tests',
      'scripts',
    ),
    tool('unused code', 'knip/bin/knip.js'),
    tool('code of tests only', 'knip/bin/knip.js', '--production'),
    tool(
      'duplicated code',
      'jscpd/bin/jscpd',
      '--config',
      '.jscpd.json',
      'src',
      'tests',
      'scripts',
    ),
  ];
}

/**
 * @param {string} reports
 * @param {import('./steps.mjs').Counts} total
 */
async function runTests(reports, total) {
  installSystemPrograms();
  const add = (/** @type {import('./steps.mjs').Counts} */ counts) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
  };
  const begin = performance.now();
  try {
    await withWorkLock(root, async () => {
      await ensureBundles(root);
      await ensureNextBuild(root);
    });
    add({ passed: 1, failed: 0 });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6);
    process.stdout.write(`ok     ${'build'.padEnd(18)} ${seconds} s\n`);
  } catch (error) {
    add({ passed: 0, failed: 1 });
    process.stdout.write(`FAILED build\n${error instanceof Error ? error.message : error}\n`);
  }
  add(await runSteps([vitest('integration', 'integration', reports)], 1));
  // A browser leaves half of the machine idle.
  for (const counts of await Promise.all([runOnPostgres15(reports), runBrowserTests(reports)]))
    add(counts);
}

/** @param {string} reports */
async function runOnPostgres15(reports) {
  if (!hasPostgres15()) {
    process.stdout.write('--     on Postgres 15     not installed here, so not tried\n');
    return { passed: 0, failed: 0 };
  }
  const oldest = vitest(
    'on Postgres 15',
    'integration',
    reports,
    '--maxWorkers=1',
    'src/server/db',
    'src/server/services',
    'src/server/engine',
  );
  return withPostgres15((url) => runSteps([{ ...oldest, env: { TEST_DATABASE_URL: url } }], 1));
}

/** @param {string} reports */
async function runBrowserTests(reports) {
  const chromium = findChromium() ?? (await findPlaywrightChromium());
  if (!chromium) {
    process.stdout.write(
      'FAILED browser: no Chromium. Install one (apt-get install chromium, or npx playwright install chromium), or set CHROMIUM_PATH.\n',
    );
    return { passed: 0, failed: 1 };
  }
  const report = join(reports, 'browser.json');
  const step = {
    ...tool('browser', '@playwright/test/cli.js', 'test', '--reporter=list,json'),
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count: async () => {
      const { stats } = JSON.parse(await readFile(report, 'utf8'));
      return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
    },
  };
  return runSteps([step], 1);
}

/**
 * @param {string} name
 * @param {string} project
 * @param {string} reports
 * @param {string[]} given files and flags
 */
function vitest(name, project, reports, ...given) {
  const report = join(reports, `${name}.json`);
  return {
    ...tool(
      name,
      'vitest/vitest.mjs',
      'run',
      ...given,
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ),
    count: async () => {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
      return { passed: numPassedTests, failed: numFailedTests };
    },
  };
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    endSteps();
    endCommands();
    process.exitCode = 130;
  });
}

main().catch((error) => {
  process.stdout.write(`${error?.name === 'LaunchFailure' ? error.message : error?.stack}\n`);
  process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
});
