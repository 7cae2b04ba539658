import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DELIVERY_REASONS } from './delivery-reasons';

const ROOT = join(import.meta.dirname, '../..');
const textsOf = (folder: string, kind: RegExp) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => kind.test(path) && !path.includes('.test.'))
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'));

/** Matches the SQL that writes a reason, and the SQL that compares one. */
const IN_SQL = /"code":\s*"(\w+)"|->> 'code' (?:=|<>|!=) '(\w+)'/g;

it('SQL writes and reads reasons of the list only', () => {
  const texts = [...textsOf('drizzle/routines', /\.sql$/), ...textsOf('src/server', /\.ts$/)];
  const found = new Set(
    texts.flatMap((text) => [...text.matchAll(IN_SQL)].map(([, written, read]) => written ?? read)),
  );
  expect([...found]).toEqual(
    expect.arrayContaining(['hook_window_ended', 'internal', 'interrupted']),
  );
  expect(
    [...found].filter((code) => !(DELIVERY_REASONS as readonly unknown[]).includes(code)),
  ).toEqual([]);
});

it('routines name a reason in no other way', () => {
  const others = textsOf('drizzle/routines', /\.sql$/).flatMap((text) =>
    [...text.matchAll(/jsonb?_build_object\(\s*'code'/g)].map(([call]) => call),
  );
  expect(others).toEqual([]);
});

it('something writes each reason', () => {
  const texts = [
    ...textsOf('drizzle/routines', /\.sql$/),
    ...textsOf('src/server', /\.ts$/),
    ...textsOf('src/domain', /(?<!delivery-reasons)\.ts$/),
  ];
  const unwritten = DELIVERY_REASONS.filter(
    (code) => !texts.some((text) => text.includes(`'${code}'`) || text.includes(`"${code}"`)),
  );
  expect(unwritten).toEqual([]);
});
