import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The guide is prose, with one module per language. Their common type keeps them equal. */
const WRITTEN_PER_LANGUAGE = 'src/features/help/content/';
const READ_BY_PEOPLE = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
]);
/** The content of these elements is for machines, and the same in every language. */
const CODE = new Set(['code', 'kbd', 'pre', 'samp', 'style', 'script']);
const SAME_IN_EVERY_LANGUAGE = new Set(['Gancho', 'UTC', 'ms', 'POST', 'HTTP']);

/** An example of a value that only machines read. */
const EXAMPLE = /^(https?:\/\/|Bearer )/;

function isText(text: string): boolean {
  if (EXAMPLE.test(text)) return false;
  const words = text.match(/\p{L}+/gu) ?? [];
  return words.some((word) => !SAME_IN_EVERY_LANGUAGE.has(word));
}

/** The possible strings of an expression. */
function outcomes(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isParenthesizedExpression(node)) return outcomes(node.expression);
  if (ts.isConditionalExpression(node))
    return [...outcomes(node.whenTrue), ...outcomes(node.whenFalse)];
  if (ts.isBinaryExpression(node)) {
    const isGuard = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return [...(isGuard ? [] : outcomes(node.left)), ...outcomes(node.right)];
  }
  return [];
}

function shownBy(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
    return outcomes(node.expression);
  if (ts.isJsxAttribute(node) && READ_BY_PEOPLE.has(node.name.getText()) && node.initializer) {
    if (ts.isStringLiteral(node.initializer)) return [node.initializer.text];
    if (ts.isJsxExpression(node.initializer) && node.initializer.expression)
      return outcomes(node.initializer.expression);
  }
  return [];
}

function hardCodedTexts(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && CODE.has(node.openingElement.tagName.getText())) return;
    found.push(...shownBy(node).filter(isText));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.tsx', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found.map((text) => text.trim());
}

const components = ['src/app', 'src/components', 'src/features']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /\.tsx$/.test(entry.name) && !/\.test\./.test(entry.name),
    ),
  )
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
  .filter((path) => !path.startsWith(WRITTEN_PER_LANGUAGE));

it.each([
  ['<p>Try again</p>', ['Try again']],
  ['<p>{"Try again"}</p>', ['Try again']],
  ['<p>{isLate ? "Late" : t("onTime")}</p>', ['Late']],
  ['<p>{isLate && "Late"}</p>', ['Late']],
  ['<p>{name ?? "Nobody"}</p>', ['Nobody']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is checked
  ['<p>{`Since ${since}`}</p>', ['Since']],
  ['<input placeholder="Search" />', ['Search']],
  ['<button aria-label={isOpen ? "Close" : "Open"} />', ['Close', 'Open']],
  ['<p className="text-muted" id="help">{t("help")} · 12 ms</p>', []],
  ['<p>{t("title")}: <code>whsec_...</code> Gancho</p>', []],
])('of %s, %j is hard-coded', (source, texts) => {
  expect(hardCodedTexts(source)).toEqual(texts);
});

it('every text for people comes from the messages', () => {
  const found = components.flatMap((path) =>
    hardCodedTexts(readFileSync(join(ROOT, path), 'utf8')).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});
