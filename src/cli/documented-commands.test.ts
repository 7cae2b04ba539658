import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SIMPLE_HOOK_SETTINGS } from '@/domain/hook-settings';
import { flagName } from '@/domain/keyed';
import { COMMANDS } from './commands';

const ROOT = join(import.meta.dirname, '../..');
const texts = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const nameOf = ({ noun, verb }: { noun: string; verb: string }) => `${noun} ${verb}`.trim();

/** `npm run -s gancho -- hook create --company 1`: the words up to the first flag or argument. */
const LINE = /gancho -- ((?:[a-z]+ ?)+)((?: ?--[a-z][a-z-]*)*)/g;

it('the documents name commands and flags that exist', () => {
  const wrong: string[] = [];
  let found = 0;
  for (const { path, text } of texts) {
    for (const [line, words = '', flags = ''] of text.matchAll(LINE)) {
      found += 1;
      const command = COMMANDS.find((each) => `${words.trim()} `.startsWith(`${nameOf(each)} `));
      const unknown = (flags.match(/--[a-z-]+/g) ?? []).filter(
        (flag) => flag !== '--json' && !command?.usage.includes(flag),
      );
      if (command === undefined || unknown.length > 0) wrong.push(`${path}: ${line}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(found).toBeGreaterThan(10);
});

/** The help of `hook create` lists them, because it is made from the table of settings. */
const SETTING_FLAGS: ReadonlySet<string> = new Set(SIMPLE_HOOK_SETTINGS.map(flagName));

it('the reference of the command line has each command with each flag, except those of settings', () => {
  const reference = texts.find(({ path }) => path === 'docs/command-line.md')?.text ?? '';
  const missing = COMMANDS.flatMap((command) => {
    const name = nameOf(command);
    const lines = reference.split('\n').filter((line) => line.includes(`\`${name}`));
    if (lines.length === 0) return [name];
    const flags = command.flags.filter((flag) => flag !== 'json' && !SETTING_FLAGS.has(flag));
    const forgotten = flags.filter(
      (flag) => !lines.some((line) => line.includes(`--${flag} `) || line.includes(`--${flag}]`)),
    );
    return forgotten.map((flag) => `${name} --${flag}`);
  });
  expect(missing).toEqual([]);
});
