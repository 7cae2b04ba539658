import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safePath } from './safe-path';

test('keeps a path of our own with its query', () => {
  expect(safePath('/companies/1001/tools/webhooks?status=failed')).toBe(
    '/companies/1001/tools/webhooks?status=failed',
  );
});

test.each([
  undefined,
  ['/a'],
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/.\\/evil.example',
  '/\n//evil.example',
])('%j leads home', (given) => {
  expect(safePath(given)).toBe('/');
});

test('never leaves the site, with any mix of dots, slashes and the like', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '\t',
    '\n',
    ' ',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.webUrl(), (pieces, url) => {
      for (const given of [pieces.join(''), `/${pieces.join('')}`, url]) {
        const path = safePath(given);
        expect(new URL(path, 'https://ours.example/sign-in').origin).toBe('https://ours.example');
        expect(safePath(path)).toBe(path);
      }
    }),
    { numRuns: 2_000 },
  );
});
