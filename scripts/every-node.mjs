import { spawnSync } from 'node:child_process';

/**
 * Runs an npm script on each supported version of Node; without a name it runs the whole suite. The versions come as npm
 * packages, so the machine needs no other Node.
 *
 *   node scripts/every-node.mjs [check]
 */
const VERSIONS = ['20', '24'];
const script = process.argv[2] ?? 'test';

const failed = VERSIONS.filter((version) => {
  process.stdout.write(`\n== Node ${version}: npm run ${script}\n`);
  const args = ['exec', '--yes', `--package=node@${version}`, '--', 'npm', 'run', script];
  return spawnSync('npm', args, { stdio: 'inherit' }).status !== 0;
});
process.stdout.write(
  failed.length === 0 ? '\nEvery version passes.\n' : `\nFailed on Node ${failed.join(' and ')}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
