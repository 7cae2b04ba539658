import { expect, test } from 'vitest';
import { eventsInput, formatEventsQuery, parseEventsQuery } from './events-query';

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

test('the list is asked for what the address says, and nothing else', () => {
  expect(eventsInput(parse(''))).toEqual({ limit: 50 });
  expect(eventsInput(parse('status=failed&resource_id=7&after=c&page=2'))).toEqual({
    limit: 50,
    statuses: ['failed'],
    resourceId: '7',
    cursor: 'c',
  });
});
