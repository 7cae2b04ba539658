import { expect, test } from 'vitest';
import {
  type EventsQuery,
  eventsInput,
  formatEventsQuery,
  NO_FILTER,
  parseEventsQuery,
} from './events-query';

const parse = (text: string) => parseEventsQuery(new URLSearchParams(text));
const EVERYTHING: EventsQuery = {
  ...NO_FILTER,
  order: 'newest',
  cursor: null,
  page: 1,
  window: '24h',
};

test('an address and its query convert to each other', () => {
  const query: EventsQuery = {
    statuses: ['retrying', 'failed'],
    resourceNames: ['RFIs', 'Safety, Quality & more'],
    eventTypes: ['update'],
    resourceId: '47 11',
    responses: ['5xx', '418', 'none'],
    attemptsMin: 2,
    attemptsMax: 7,
    since: '2026-03-17T19:27',
    until: '2026-03-18T00:00',
    order: 'oldest',
    cursor: 'abc',
    page: 3,
    window: '7d',
  };
  expect(parse(formatEventsQuery(query))).toEqual(query);
  expect(formatEventsQuery(parse(''))).toBe('');
});

test.each([
  'status=lost',
  'page=7',
  'after=',
  'status=&resource_id=%20',
  'response=6xx&response=okay',
  'attempts_min=-1&attempts_max=many',
  'since=yesterday&until=2026-13-45T99:99',
  'order=sideways',
  'window=1y',
])('ignores invalid values: %s', (text) => {
  expect(parse(text)).toEqual(EVERYTHING);
});

test('an invalid page number means the first page', () => {
  expect(parse('after=x&page=-2').page).toBe(1);
});

test('the list’s input has the values of the address, and nothing else', () => {
  expect(eventsInput(parse(''))).toEqual({ limit: 50 });
  expect(
    eventsInput(parse('status=failed&resource_id=7&since=2026-03-17T19:27&after=c&page=2')),
  ).toEqual({
    limit: 50,
    statuses: ['failed'],
    resourceId: '7',
    since: new Date('2026-03-17T19:27:00Z'),
    cursor: 'c',
  });
});
