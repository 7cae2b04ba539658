import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../drizzle');
const released: Record<string, string> = JSON.parse(
  readFileSync(join(FOLDER, 'released.json'), 'utf8'),
);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));

it('a released migration is never edited, renamed or removed, because databases have applied it', () => {
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(FOLDER, name)))
      .digest('hex');
  const present = files.filter((name) => name in released).map((name) => [name, hashOf(name)]);
  expect(Object.fromEntries(present)).toEqual(released);
});

it('a new migration comes after those that are released', () => {
  const last = Object.keys(released).sort().at(-1) ?? '';
  const added = files.filter((name) => !(name in released));
  expect(added.filter((name) => name < last)).toEqual([]);
});

it('each release from 0.2.0 on has a fixture of its database', () => {
  const changelog = readFileSync(join(FOLDER, '../CHANGELOG.md'), 'utf8');
  const releases = [...changelog.matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, version]) => version);
  const since = releases.filter((version) => version !== '0.1.0');
  const fixtures = readdirSync(join(FOLDER, '../tests/fixtures/releases'));
  const missing = since.filter((version) => !fixtures.includes(`${version}.sql.gz`));
  expect(missing).toEqual([]);
});
