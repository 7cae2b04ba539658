import { expect, expectTypeOf, test } from 'vitest';
import { eachOf, given, keysOf, pick, wired, wireName } from './keyed';

const hook = { name: 'Payroll', timeoutSeconds: 5, maxPerSecond: undefined as number | undefined };

test('keys and entries keep their names, values and order', () => {
  expect(keysOf(hook)).toEqual(['name', 'timeoutSeconds', 'maxPerSecond']);
  expect(Object.entries(pick(hook, ['timeoutSeconds', 'name']))).toEqual([
    ['timeoutSeconds', 5],
    ['name', 'Payroll'],
  ]);
  expect(eachOf(['a', 'b'], (name) => `${name}!`)).toEqual({ a: 'a!', b: 'b!' });
  expectTypeOf(pick(hook, ['name'])).toEqualTypeOf<{ name: string }>();
});

test('leaves out undefined values', () => {
  expect(Object.keys(given(hook))).toEqual(['name', 'timeoutSeconds']);
  expect(given({ ...hook, maxPerSecond: 0 })).toEqual({ ...hook, maxPerSecond: 0 });
});

test('entries have wire names', () => {
  expect(wireName('maxInFlight')).toBe('max_in_flight');
  expect(wired({ timeoutSeconds: 5, name: 'a' })).toEqual({ timeout_seconds: 5, name: 'a' });
  expectTypeOf(wired({ timeoutSeconds: 5 })).toEqualTypeOf<{ timeout_seconds: number }>();
});
