import { expect, test } from 'vitest';
import { EVENT_COLUMNS, parseColumns } from './event-columns';

const FIRST = EVENT_COLUMNS.slice(0, 5);

test.each([
  [null, FIRST],
  ['', FIRST],
  ['nonsense', FIRST],
  ['attempts,resourceId,nonsense', ['resourceId', 'attempts']],
])('%j shows %j', (stored, expected) => {
  expect(parseColumns(stored)).toEqual(expected);
});
