import { expect, test } from 'vitest';
import type { Reason } from '@/domain/delivery-reasons';
import { hookSentence } from './hook-sentence';

const since = new Date('2026-03-17T19:02:00Z');
const next = new Date('2026-03-17T19:31:00Z');
const error: Reason = { code: 'timeout_headers', params: {} };

const hook = {
  health: 'healthy' as const,
  disabledReason: null,
  deletedAt: null,
  failingSince: null,
  lastError: null,
};
const failing = { ...hook, health: 'failing' as const, failingSince: since, lastError: error };
const nothing = { since: null, reason: null, nextTry: null, isDiscarding: false };

test('a healthy hook has the shortest sentence', () => {
  const queue = { nextAttemptAt: next, isDiscarding: false };
  expect(hookSentence(hook, queue)).toEqual({ ...nothing, key: 'healthy' });
});

test('a failing one gives the start, the reason, and the next attempt', () => {
  expect(hookSentence(failing, { nextAttemptAt: next, isDiscarding: false })).toEqual({
    key: 'failing',
    since,
    reason: error,
    nextTry: next,
    isDiscarding: false,
  });
  expect(hookSentence(failing, undefined)).toMatchObject({ since, nextTry: null });
});

test('a decision of an admin or the endpoint comes before an old failure', () => {
  const off = { ...failing, health: 'disabled' as const };
  expect(hookSentence({ ...off, disabledReason: 'gone' }, undefined)).toEqual({
    ...nothing,
    key: 'gone',
  });
  expect(hookSentence({ ...off, disabledReason: 'admin' }, undefined)).toEqual({
    ...nothing,
    key: 'disabled',
  });
  expect(hookSentence({ ...off, deletedAt: since }, undefined)).toEqual({
    ...nothing,
    key: 'deleted',
    since,
  });
});

test('a queue that is being discarded is reported for every health', () => {
  expect(hookSentence(hook, { nextAttemptAt: null, isDiscarding: true }).isDiscarding).toBe(true);
});
