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
])('%j leads home', (given) => {
  expect(safePath(given)).toBe('/');
});
