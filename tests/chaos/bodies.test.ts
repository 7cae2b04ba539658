import { expect, it } from 'vitest';
import { changedBodies } from './checks-of-requests';
import type { Receipt } from './receivers';

const receipt = (webhookId: string, attempt: number, body: string): Receipt => ({
  endpoint: 0,
  webhookId,
  attempt,
  body,
  arrivedMs: attempt,
  acceptedMs: null,
  closedMs: null,
  outcome: 'refused',
});

it('finds an attempt with another body than the first of its delivery', () => {
  const kept = [receipt('d1', 1, 'v4.0'), receipt('d1', 2, 'v4.0')];
  const changed = [receipt('d2', 1, 'v4.0'), receipt('d2', 2, 'v4.0'), receipt('d2', 3, 'v3.0')];
  const found = changedBodies(
    new Map([
      ['d1', kept],
      ['d2', changed],
    ]),
  );
  expect(found).toEqual(['d2: attempt 3 had another body than 1']);
});
