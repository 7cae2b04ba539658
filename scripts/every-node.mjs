import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Runs an npm script on each supported version of Node; without a name it runs the whole suite. The versions come as npm
 * packages, so the machine needs no other Node.
 *
 *   node scripts/every-node.mjs [check]
 */
const VERSIONS = ['20', '24'];
const script = process.argv[2] ?? 'test';

const folder = mkdtempSync(join(tmpdir(), 'gancho-node-'));
// Some tests run programs as an ordinary user, who must be able to run this Node.
chmodSync(folder, 0o755);

const npm = (/** @type {string[]} */ args, /** @type {NodeJS.ProcessEnv} */ env = process.env) =>
  spawnSync('npm', args, { stdio: 'inherit', env }).status === 0;

const failed = VERSIONS.filter((version) => {
  process.stdout.write(`\n== Node ${version}: npm run ${script}\n`);
  const prefix = join(folder, version);
  if (!npm(['install', '--prefix', prefix, '--no-audit', '--no-fund', `node@${version}`]))
    return true;
  const bin = join(prefix, 'node_modules', 'node', 'bin');
  return !npm(['run', script], { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` });
});
rmSync(folder, { recursive: true });
process.stdout.write(
  failed.length === 0 ? '\nEvery version passes.\n' : `\nFailed on Node ${failed.join(' and ')}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
