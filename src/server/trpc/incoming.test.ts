import { expect, it } from 'vitest';
import { refusalOfBatch } from './incoming';

const refusal = (names: string) =>
  refusalOfBatch(`http://a.example/api/trpc/${names}?batch=1`, '/api/trpc');

it.each([
  ['hooks.list,hooks.activity,hooks.get', null],
  ['hooks.list,hooks.activity,hooks.list', 'At most 2 lists of hooks a request.'],
  ['deliveries.get,deliveries.read', null],
  ['deliveries.get,deliveries.read,deliveries.get', 'At most 2 deliveries a request.'],
  ['events.publish', null],
  ['events.publish%2Cevents.publish', 'At most 1 call of this kind a request.'],
  ['account.changePassword,hooks.list,setup.complete', 'At most 1 call of this kind a request.'],
])('%s: %s', (names, expected) => {
  expect(refusal(names)).toBe(expected);
});
