import { expect, test } from 'vitest';
import { type EventsFilter, NO_FILTER } from './events-query';
import { type FilterRow, filterOf, isComplete, rowsOf } from './filter-rows';

test('a filter and its lines convert to each other', () => {
  const filter: EventsFilter = {
    statuses: ['queued', 'failed'],
    resourceNames: ['RFIs'],
    eventTypes: ['create', 'update'],
    resourceId: '4711',
    responses: ['5xx', 'none'],
    attemptsMin: 0,
    attemptsMax: 3,
    since: '2026-03-17T19:27',
    until: '2026-03-18T00:00',
  };
  expect(rowsOf(filter)).toHaveLength(12);
  expect(filterOf(rowsOf(filter))).toEqual(filter);
  expect(rowsOf(NO_FILTER)).toEqual([]);
});

test('removing a line keeps the others', () => {
  const rows = rowsOf({ ...NO_FILTER, statuses: ['failed', 'discarded'], resourceId: '7' });
  const rest = rows.filter(({ value }) => value !== 'failed');
  expect(filterOf(rest)).toEqual({ ...NO_FILTER, statuses: ['discarded'], resourceId: '7' });
});

test.each<[FilterRow['column'], FilterRow['operator'], string, boolean]>([
  ['httpStatus', 'is', '5XX', true],
  ['httpStatus', 'is', '418', true],
  ['httpStatus', 'is', '600', false],
  ['httpStatus', 'none', '', true],
  ['attempts', 'atLeast', '2', true],
  ['attempts', 'atLeast', '-2', false],
  ['timestamp', 'from', '2026-03-17T19:27', true],
  ['timestamp', 'before', '', false],
  ['eventStatus', 'is', 'lost', false],
  ['resourceId', 'is', ' ', false],
])('%s %s %j is complete: %s', (column, operator, value, expected) => {
  expect(isComplete({ column, operator, value })).toBe(expected);
  expect(rowsOf(filterOf([{ column, operator, value }]))).toHaveLength(expected ? 1 : 0);
});

test('the last of two lower bounds counts, and a repeated one is one', () => {
  const atLeast = (value: string): FilterRow => ({
    column: 'attempts',
    operator: 'atLeast',
    value,
  });
  expect(filterOf([atLeast('2'), atLeast('5')]).attemptsMin).toBe(5);
  const is: FilterRow = { column: 'eventType', operator: 'is', value: 'create' };
  expect(filterOf([is, is]).eventTypes).toEqual(['create']);
});
