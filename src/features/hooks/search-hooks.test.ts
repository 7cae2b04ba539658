import { expect, test } from 'vitest';
import { searchHooks } from './search-hooks';

const hooks = [
  { name: 'Payroll', destinationUrl: 'https://pay.example.com/in' },
  { name: 'Archive', destinationUrl: 'https://files.example.com/HOOKS' },
];

test('finds by name and by endpoint in any case; all when nothing is asked', () => {
  expect(searchHooks(hooks, ' PAYROLL ')).toEqual([hooks[0]]);
  expect(searchHooks(hooks, 'hooks')).toEqual([hooks[1]]);
  expect(searchHooks(hooks, '')).toEqual(hooks);
  expect(searchHooks(hooks, 'nothing')).toEqual([]);
});
