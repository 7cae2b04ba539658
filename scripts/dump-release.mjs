import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PG_15_BIN, withPostgres15 } from '../tests/postgres-15.mjs';
import { bundle } from '../tests/support/bundle.mjs';

/**
 * Writes the fixture of this release: a dump of a database with rows in every table, and the key that opens it. Run it once,
 * with the release. It needs Postgres 15 of Debian, because the oldest version's dump fits every newer one.
 *
 *   node scripts/dump-release.mjs
 */
const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'tests/fixtures/releases');
const key = randomBytes(32);
const out = await bundle(
  { program: 'tests/support/programs/release-database.ts' },
  'node_modules/.release-',
);
try {
  const { makeReleaseDatabase } = await import(pathToFileURL(join(out, 'program.mjs')).href);
  await withPostgres15(async (url) => {
    const made = await makeReleaseDatabase(url, key);
    const args = ['--inserts', '--rows-per-insert=200', '--no-owner', '--schema=gancho', url];
    const dump = spawnSync(join(PG_15_BIN, 'pg_dump'), args, { maxBuffer: 2 ** 30 });
    if (dump.status !== 0) throw new Error(dump.stderr.toString());
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${version}.sql.gz`), gzipSync(dump.stdout, { level: 9 }));
    const known = { key: key.toString('base64'), ...made };
    writeFileSync(join(folder, `${version}.json`), `${JSON.stringify(known, null, 2)}\n`);
    process.stdout.write(`${version}: ${dump.stdout.length} bytes of SQL\n`);
  });
} finally {
  rmSync(out, { recursive: true, force: true });
}
