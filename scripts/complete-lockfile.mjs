import { readFileSync, writeFileSync } from 'node:fs';
import { completed, missingOptionals } from './lockfile.mjs';

/** To be run after every change of dependencies: adds what npm left out, removes addresses. */
const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingOptionals(lockfile);
writeFileSync(path, `${JSON.stringify(completed(lockfile), null, 2)}\n`);
process.stdout.write(
  `package-lock.json: ${missing.length} optional packages of other platforms added\n`,
);
