import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../src');

/** The regular expressions of a file, with the line of each. */
function expressionsIn(path: string): { literal: string; line: number }[] {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const found: { literal: string; line: number }[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push({ literal: node.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether two parts of the expression can match the same text, so that a text exists for which it takes longer than linear time. */
function isSlow(literal: string): boolean {
  const end = literal.lastIndexOf('/');
  const { reports } = analyse({ source: literal.slice(1, end), flags: literal.slice(end + 1) });
  return reports.length > 0;
}

it('no regular expression needs quadratic time, because a receiver or a client chooses the text', () => {
  const paths = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => join(SOURCES, path));
  const all = paths.flatMap((path) =>
    expressionsIn(path).map((one) => ({ ...one, at: relative(SOURCES, path) })),
  );
  expect(all.length).toBeGreaterThan(100);
  const slow = all.filter(({ literal }) => isSlow(literal));
  expect(slow.map(({ at, line, literal }) => `${at}:${line} ${literal}`)).toEqual([]);
});
