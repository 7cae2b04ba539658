import { expect, it } from 'vitest';
import { TRIGGERS_BULK_MAX } from '@/contracts/triggers';
import { hasTooManyValues, JSON_VALUES_MAX } from './json-values';

const list = (length: number, item: unknown) => Array.from({ length }, () => item);

it('leaves room for the longest list of triggers', () => {
  const trigger = { resource_name: 'RFIs', resource_version: 'v2.0', event_type: 'create', a: 1 };
  expect(hasTooManyValues({ createTriggers: list(TRIGGERS_BULK_MAX, trigger) })).toBe(false);
});

it.each([
  ['a list', list(JSON_VALUES_MAX, 0)],
  ['lists in lists', list(100, list(100, 'x'))],
  ['fields', Object.fromEntries(list(JSON_VALUES_MAX, 0).map((_, n) => [`f${n}`, null]))],
  ['a field with a hostile name', JSON.parse(`{"__proto__":[${list(JSON_VALUES_MAX, 0)}]}`)],
])('finds too many in %s', (_what, value) => {
  expect(hasTooManyValues(value)).toBe(true);
});

it('takes single values', () => {
  for (const value of [null, 'x', 1, [], {}, list(JSON_VALUES_MAX - 1, 0)])
    expect(hasTooManyValues(value)).toBe(false);
});
