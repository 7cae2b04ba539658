import { expect, it } from 'vitest';
import { waitOf } from './delivery-wait';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 17, 19, minute));
const NOW = at(10).getTime();
const retrying = { status: 'retrying', nextAttemptAt: at(12), isTest: false } as const;
const hook = {
  status: 'active',
  deliveryMode: 'parallel',
  deletedAt: null,
  isFailing: false,
  failingSince: null,
  nextTryAt: at(30),
} as const;
const failing = { ...hook, isFailing: true, failingSince: at(1) };
const inOrder = { ...hook, deliveryMode: 'in_order', failingSince: at(1) } as const;
const own = { waitsFor: null, nextAttemptAt: at(12) };
const nothing = { waitsFor: null, nextAttemptAt: null };
const byHook = { waitsFor: 'hook_try', nextAttemptAt: at(30) };
const disabled = { waitsFor: 'hook_enabled', nextAttemptAt: null };

it.each([
  ['its own time', retrying, hook, own],
  ['no time that has passed', { ...retrying, nextAttemptAt: at(9) }, hook, nothing],
  ['nothing once it has ended', { ...retrying, status: 'discarded' }, failing, nothing],
  ['the try of an open circuit', retrying, failing, byHook],
  ['the try of an open circuit, queued', { ...retrying, status: 'queued' }, failing, byHook],
  [
    'a try that is under way',
    retrying,
    { ...failing, nextTryAt: at(9) },
    { ...byHook, nextAttemptAt: null },
  ],
  ['the first one in order', retrying, inOrder, byHook],
  ['its own time, if only others fail', retrying, { ...hook, failingSince: at(1) }, own],
  ['its own time, as a test', { ...retrying, isTest: true }, failing, own],
  ['the hook', retrying, { ...failing, status: 'disabled' }, disabled],
] as const)('a delivery waits for %s', (_, delivery, of, wait) => {
  expect(waitOf(delivery, of, NOW)).toEqual(wait);
});
