import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LINES_MAX = 300;
const ROUTINE_LINES_MAX = 120;

function sources(folder: string, kind = /\.(ts|tsx|mjs)$/): { path: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && kind.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .map((path) => ({
      path: relative(ROOT, path).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }));
}

const product = sources('src');
const all = [
  ...product,
  ...sources('tests'),
  ...sources('scripts'),
  ...sources('drizzle', /\.sql$/),
];

describe('sources', () => {
  it(`have at most ${LINES_MAX} lines`, () => {
    const long = all.filter(({ text }) => text.trimEnd().split('\n').length > LINES_MAX);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it(`have one routine per file of SQL, with its name, in at most ${ROUTINE_LINES_MAX} lines`, () => {
    const routines = sources('drizzle/routines', /\.sql$/);
    expect(routines.length).toBeGreaterThan(40);
    const careless = routines.filter(({ path, text }) => {
      const created = [...text.matchAll(/^CREATE .*$/gm)].map(([line]) => line);
      const own = `CREATE OR REPLACE FUNCTION gancho.${basename(path, '.sql')}(`;
      const isLong = text.trimEnd().split('\n').length > ROUTINE_LINES_MAX;
      return isLong || created.length !== 1 || !created[0]?.startsWith(own);
    });
    expect(careless.map(({ path }) => path)).toEqual([]);
  });

  it('let no answer of tRPC have names from outside as its keys, because superjson refuses some of them', () => {
    const open = product.filter(
      ({ path, text }) => /^src\/contracts\/(?!rest\/)/.test(path) && text.includes('z.record('),
    );
    expect(open.map(({ path }) => path)).toEqual([
      // Inputs, and the bodies that receivers get.
      'src/contracts/events.ts',
      'src/contracts/payloads.ts',
      'src/contracts/plain-record.ts',
    ]);
  });

  it('read the environment in src/env.ts only (before it is installed: in src/env-launch.mjs)', () => {
    const allowed = ['src/env.ts', 'src/env-launch.mjs'];
    const readers = product.filter(({ text }) => /\bprocess\.env\b|['"]dotenv['"]/.test(text));
    expect(readers.map(({ path }) => path).filter((path) => !allowed.includes(path))).toEqual([]);
  });

  it('read the time from the database, because this process’s own clock decides nothing that others see', () => {
    const own = /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(\s*\)/;
    const server = product.filter(
      ({ path }) => path.startsWith('src/server/') && !/\.test\.ts$/.test(path),
    );
    expect(server.filter(({ text }) => own.test(text)).map(({ path }) => path)).toEqual([
      'src/server/gateways/clock.ts',
    ]);
  });

  it('change the address through src/lib/use-address.ts only, because Next follows other changes late or never', () => {
    const changing = product.filter(({ text }) => /history\.(push|replace)State\(/.test(text));
    expect(changing.map(({ path }) => path)).toEqual(['src/lib/use-address.ts']);
  });

  it('make a 503 in src/domain/unavailable.ts only, which gives it Retry-After', () => {
    // In quotes it is a text for people or for the API's description.
    const own = /(?<!['"\d_.])503(?!['"\d_.])/;
    const makers = product.filter(
      ({ path, text }) =>
        /^src\/(app|domain|launcher|server|proxy\.ts)/.test(path) &&
        !/\.test\.ts$/.test(path) &&
        own.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')),
    );
    expect(makers.map(({ path }) => path)).toEqual([
      'src/domain/unavailable.ts',
      // The answer of a receiver in the sample.
      'src/server/services/sample/outcomes.ts',
    ]);
  });

  it('print, in src/launcher, only in the programs that a person starts; running processes write the log', () => {
    const printers = product.filter(
      ({ path, text }) =>
        path.startsWith('src/launcher/') &&
        !/\.test\.ts$/.test(path) &&
        /\bstd(out|err)\.write\(|\bconsole\.\w+\(/.test(text),
    );
    expect(printers.map(({ path }) => path.slice('src/launcher/'.length)).sort()).toEqual([
      'build.mjs',
      // Passes on the output of its programs.
      'children.ts',
      'commands.mjs',
      'migrate-database.ts',
      'ready.ts',
      // Ends the line of an interrupted step.
      'shutdown.ts',
      'start.mjs',
    ]);
  });

  it('post forms with a password, because without JavaScript it would be in the address', () => {
    const forms = product.filter(
      ({ path, text }) =>
        path.endsWith('.tsx') && text.includes('type="password"') && text.includes('<form'),
    );
    expect(forms.length).toBeGreaterThan(1);
    const careless = forms.filter(({ text }) => !/<form[^>]*\smethod="post"/.test(text));
    expect(careless.map(({ path }) => path)).toEqual([]);
  });

  it('take the lengths of hours and days from src/domain/units.ts', () => {
    const own = /const (HOUR|DAY)_(MS|SECONDS) =|24 \* 3_?600|\b86_?400|\b3_?600_?000\b/;
    const careless = product.filter(
      ({ path, text }) => !/\.test\.tsx?$/.test(path) && own.test(text),
    );
    expect(careless.map(({ path }) => path)).toEqual([
      'src/domain/units.ts',
      // A leaf, which imports nothing of the domain.
      'src/i18n/choose-language.ts',
    ]);
  });

  it('skip no test and select no single one', () => {
    const leftOut =
      /\b(it|test|describe)\.(skip|only|todo|fails)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
    const own = 'tests/architecture/sources.test.ts';
    const tests = all.filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path) && path !== own);
    expect(tests.filter(({ text }) => leftOut.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
