import { expect, it } from 'vitest';
import { dateFilter } from './reading';

const read = (text: string, isEnd = false) =>
  dateFilter(new URLSearchParams({ 'filter[start]': text }), 'start', isEnd)?.toISOString();

it.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T09:30:00', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31T09:30:00.5', '2026-01-31T09:30:00.500Z'],
  ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31T09:30:00-03:00', '2026-01-31T12:30:00.000Z'],
])('%s is %s, in every zone of the server', (text, moment) => {
  expect(read(text)).toBe(moment);
});

it('ends a day with the start of the next, and the last one with itself', () => {
  expect(read('2026-01-31', true)).toBe('2026-02-01T00:00:00.000Z');
  expect(read('2026-01-31T09:30:00', true)).toBe('2026-01-31T09:30:00.000Z');
});

it.each([
  '2026-02-30',
  '2026-02-29',
  '2026-13-01',
  '2026-01-31T25:00:00Z',
  '31/01/2026',
  '2026',
  'now',
])('%s is not a date', (text) => {
  expect(() => read(text)).toThrow('must be a date such as 2026-01-31');
});

it('refuses two dates that differ, in any spelling of the filter', () => {
  for (const again of ['filter[start]', 'filters[start]', 'filter[start][]']) {
    const query = new URLSearchParams([
      ['filter[start]', '2026-01-31'],
      [again, '2026-02-30'],
    ]);
    expect(() => dateFilter(query, 'start', false)).toThrow('is given twice');
  }
});
