import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Texts in other languages, made files, and migrations, which are frozen. */
const EXCEPT = [
  /^docs\/openapi\.json$/,
  /^src\/i18n\/messages\/(es|pt-BR)\//,
  /^src\/features\/help\/content\/(es|pt-br)\//,
  /^tests\/fixtures\//,
  /^drizzle\/\d{4}_/,
  /^LICENSE$/,
];
const CODE = /\.(ts|tsx|mjs|js|css)$/;
/** The list of forbidden words is not a text. */
const SELF = 'tests/architecture/plain-english.test.ts';

type Text = { path: string; text: string };

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && path !== SELF && !EXCEPT.some((one) => one.test(path)));

function textsOf(path: string): string[] {
  const read = () => readFileSync(join(ROOT, path), 'utf8');
  if (path.endsWith('.md')) return paragraphsOf(read());
  if (path === '.env.example')
    return read()
      .split(/\n\s*\n/)
      .map((text) => plain(text.replace(/^#/gm, '//')));
  if (path.endsWith('.sql')) return (read().match(/(^\s*--.*\n)+/gm) ?? []).map(plain);
  if (/^src\/i18n\/messages\/en\/.*json$/.test(path))
    return Object.values(JSON.parse(read())).map(String);
  if (!CODE.test(path)) return [];
  const code = read();
  const comments = code.match(/^\s*\/\*\*?[\s\S]*?\*\/|(^\s*\/\/.*\n)+|\s\/[/*] .*/gm) ?? [];
  return [...comments.map(plain), ...sentencesOf(code)];
}

/** The sentences of a document, without code. */
const paragraphsOf = (text: string): string[] =>
  text
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, 'code')
    .split(/\n\s*\n|\n(?=[-|#]|\d+\. )/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' '));

const plain = (comment: string): string =>
  comment.replace(/^\s*(--|\/\/|\/\*\*?|\*\/|\*)|\*\/\s*$/gm, ' ').replace(/\s+/g, ' ');

/** Texts of a line with four words or more: titles of tests, descriptions, messages. */
const sentencesOf = (code: string): string[] =>
  [...code.matchAll(/(['"`])((?:\\.|(?!\1)[^\n\\])*)\1/g)]
    .map(([, , text = '']) => text)
    .filter((text) => text.split(' ').length > 3);

const TEXTS: Text[] = files.flatMap((path) => textsOf(path).map((text) => ({ path, text })));

/** Where a sentence begins. */
const START = '(?:^|[.!?] |^[-|#>*\\s]+)\\s*';
const FORBIDDEN: [words: string, pattern: RegExp, remedy: string][] = [
  ['whoever', /\bwho(so)?ever\b/i, 'name the person or the program'],
  ['whence', /\b(t?hence|whence)\b/i, 'say: therefore, or from where'],
  ['meanwhile', /\bmeanwhile\b/i, 'say: at the same time, or until then'],
  ['so many', /\bso (many|much)\b/i, 'name the number'],
  ['is no', /(?<!there )\b(is|are|was|were) no (?!longer|more|other)\w/i, 'say: is not a'],
  ['Of ...', new RegExp(`${START}Of (?!course)`), 'begin with the subject'],
  ['What ...', new RegExp(`${START}What\\b(?![^.]*\\?)`), 'begin with the subject'],
  ['beside', /\bbeside\b/i, 'say: in addition to, or next to'],
  ['save for', /\bsave (for|a few)\b/i, 'say: except'],
  ['holds up no', /\bholds? up no\b/i, 'say: delays no'],
];

describe.each(FORBIDDEN)('no text has "%s"', (_words, pattern, remedy) => {
  it(remedy, () => {
    const found = TEXTS.flatMap(({ path, text }) => {
      const match = pattern.exec(text);
      if (match === null) return [];
      return [`${path}: ${text.slice(Math.max(match.index - 40, 0), match.index + 60).trim()}`];
    });
    expect(found).toEqual([]);
  });
});
