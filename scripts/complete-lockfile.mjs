import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { completed, missingOptionals, withoutIntegrity } from './lockfile.mjs';

/** Run this after every change of dependencies. It adds the entries that npm left out, and removes addresses. */
const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingOptionals(lockfile);
const whole = completed(lockfile);
const bare = withoutIntegrity(whole);
const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
for (const { name, entry } of bare) entry.integrity = await integrityOf(name, entry.version);
writeFileSync(path, `${JSON.stringify(whole, null, 2)}\n`);
process.stdout.write(
  `package-lock.json: ${missing.length} optional packages of other platforms added, the hashes of ${bare.length}\n`,
);

/**
 * @param {string} name
 * @param {string | undefined} version
 * @returns {Promise<string>}
 */
async function integrityOf(name, version) {
  const answer = await fetch(new URL(`${name}/${version}`, registry));
  if (!answer.ok) throw new Error(`${name}@${version}: the registry answers ${answer.status}`);
  const { dist } = await answer.json();
  return dist.integrity;
}
