import { expect, test } from 'vitest';
import {
  EVERY_HOOK,
  formatHooksQuery,
  type HooksQuery,
  hooksInput,
  nextSort,
  parseHooksQuery,
} from './hooks-query';

const parse = (address: string) => parseHooksQuery(new URLSearchParams(address));

test.each<[string, Partial<HooksQuery>]>([
  ['', {}],
  ['?search=erp%20sync', { search: 'erp sync' }],
  ['?status=failing', { status: 'failing' }],
  ['?status=deleted', { status: 'deleted' }],
  ['?version=v4.0', { version: 'v4.0' }],
  ['?sort=name', { sort: { column: 'name', isDescending: false } }],
  ['?sort=-delivery', { sort: { column: 'delivery', isDescending: true } }],
  ['?resource_id=42', { resourceId: '42' }],
])('%j is read, and written the same', (address, expected) => {
  const query = parse(address);
  expect(query).toEqual({ ...EVERY_HOOK, ...expected });
  expect(parse(formatHooksQuery(query))).toEqual(query);
});

test('ignores invalid values', () => {
  expect(parse('?status=broken&version=v9&sort=-&search=%20%20')).toEqual(EVERY_HOOK);
  expect(parse(`?search=${'x'.repeat(500)}`).search).toHaveLength(200);
});

test('deleted hooks are asked of the server, every other filter is applied here', () => {
  expect(hooksInput({ ...EVERY_HOOK, status: 'deleted' })).toEqual({ deleted: true });
  expect(hooksInput({ ...EVERY_HOOK, status: 'failing', search: 'x' })).toEqual({});
});

test('a head sorts up, then down, then not at all; another starts anew', () => {
  const up = nextSort(null, 'name');
  const down = nextSort(up, 'name');
  expect(up).toEqual({ column: 'name', isDescending: false });
  expect(down).toEqual({ column: 'name', isDescending: true });
  expect(nextSort(down, 'name')).toBeNull();
  expect(nextSort(down, 'status')).toEqual({ column: 'status', isDescending: false });
});
