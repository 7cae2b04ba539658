import { expect, it } from 'vitest';
import { findDuplicates, withoutLateAnswers } from './duplicates';
import type { Fault, FaultKind } from './fault-kinds';
import type { Receipt } from './receivers';

const receipt = (webhookId: string, attempt: number, atMs: number): Receipt => ({
  endpoint: 0,
  webhookId,
  attempt,
  body: '',
  arrivedMs: atMs,
  acceptedMs: atMs + 5,
  closedMs: atMs + 5,
  outcome: 'accepted',
});
const fault = (kind: FaultKind, atMs: number): Fault => ({
  kind,
  beganMs: atMs,
  endedMs: atMs + 10,
});
const kill = (atMs: number) => fault('kill a worker', atMs);
/** A fault that does not let workers forget deliveries. */
const silence = (atMs: number) => fault('end connections', atMs);

function evaluated(faults: Fault[], ...receipts: Receipt[]) {
  const byWebhook = new Map<string, Receipt[]>();
  for (const one of receipts) {
    byWebhook.set(one.webhookId, [...(byWebhook.get(one.webhookId) ?? []), one]);
  }
  const { count, unexplained } = findDuplicates(faults, byWebhook, () => 2);
  return { count, unexplained: unexplained.length };
}

it('a fault between the two requests explains the second one', () => {
  const pair = [receipt('a', 1, 1000), receipt('a', 2, 9000)];
  expect(evaluated([kill(5000)], ...pair)).toEqual({ count: 1, unexplained: 0 });
  expect(evaluated([kill(9500)], ...pair)).toEqual({ count: 1, unexplained: 1 });
  expect(evaluated([silence(5000)], ...pair)).toEqual({ count: 1, unexplained: 1 });
  expect(evaluated([], receipt('a', 1, 1000))).toEqual({ count: 0, unexplained: 0 });
});

it('one fault explains as many as the hook may have in flight, each its own', () => {
  const three = ['a', 'b', 'c'].flatMap((id) => [receipt(id, 1, 1000), receipt(id, 2, 9000)]);
  expect(evaluated([kill(5000)], ...three)).toEqual({ count: 3, unexplained: 1 });
  expect(evaluated([kill(5000), kill(6000)], ...three)).toEqual({ count: 3, unexplained: 0 });
  const twice = [receipt('a', 1, 1000), receipt('a', 2, 4000), receipt('a', 3, 9000)];
  expect(evaluated([kill(1500)], ...twice)).toEqual({ count: 2, unexplained: 1 });
});

it('faults in a row prevent heartbeats for longer than each of them', () => {
  const pair = [receipt('a', 1, 1000), receipt('a', 2, 20_000)];
  expect(evaluated([silence(2000), silence(6000)], ...pair)).toEqual({ count: 1, unexplained: 0 });
  expect(evaluated([silence(2000), silence(12_000)], ...pair)).toEqual({
    count: 1,
    unexplained: 1,
  });
});

it('an answer that came when its attempt timed out has accepted nothing', () => {
  const evaluatedWith = (failedMs: number | null) => {
    const receipts = [receipt('a', 1, 1000), receipt('a', 2, 9000)];
    const failedAt = (_: string, attempt: number) => (attempt === 1 ? failedMs : null);
    return evaluated([], ...withoutLateAnswers(receipts, failedAt, 1));
  };
  expect(evaluatedWith(1000)).toEqual({ count: 0, unexplained: 0 });
  expect(evaluatedWith(1050)).toEqual({ count: 0, unexplained: 0 });
  expect(evaluatedWith(1200)).toEqual({ count: 1, unexplained: 1 });
  expect(evaluatedWith(null)).toEqual({ count: 1, unexplained: 1 });
});
