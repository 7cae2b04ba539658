import { expect, test } from 'vitest';
import { formatEventsQuery, parseEventsQuery } from './events-query';

const parse = (text: string) => parseEventsQuery(new URLSearchParams(text));

test('an address and the query it stands for lead to each other', () => {
  const query = { status: 'failed', resourceId: '47 11', cursor: 'abc', page: 3 } as const;
  expect(parse(formatEventsQuery(query))).toEqual(query);
  expect(formatEventsQuery(parse(''))).toBe('');
});

test.each(['status=lost', 'page=7', 'after=', 'status=&resource_id=%20'])(
  'what makes no sense is ignored: %s',
  (text) => {
    expect(parse(text)).toEqual({ status: null, resourceId: '', cursor: null, page: 1 });
  },
);

test('a page number that is none is the first', () => {
  expect(parse('after=x&page=-2').page).toBe(1);
});
