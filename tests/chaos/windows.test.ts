import { expect, it } from 'vitest';
import { unreceived } from './checks-of-deliveries';
import { ENDPOINTS } from './endpoints';
import type { StoredDelivery } from './evidence';
import type { Hook } from './settle';
import type { Trial } from './trial';

const tenant = { companyId: 1, projectId: 1, token: '', base: '' };
const hooks = ENDPOINTS.map((one, id): Hook => ({ ...one, id, tenant }));
const windowed = ENDPOINTS.findIndex(({ windowSeconds }) => windowSeconds !== null);
const DEAD = {
  kind: 'a receiver is dead past its window',
  beganMs: 100_000,
  endedMs: 117_000,
} as const;

/** @param acceptedMs the time of the receiver's last 2xx */
function problems(
  reason: string,
  createdMs: number,
  endedMs: number,
  hookId = windowed,
  acceptedMs = 99_000,
): number {
  const delivery: StoredDelivery = {
    id: 1,
    hook_id: hookId,
    ulid: 'a',
    status: 'discarded',
    attempts: 1,
    reason,
    created_ms: createdMs,
    finished_ms: endedMs,
  };
  const receipts = [{ endpoint: windowed, acceptedMs }];
  const evidence = { deliveries: [delivery] };
  const trial = { hooks, actions: [], faults: [DEAD], receipts, evidence };
  return unreceived(trial as unknown as Trial, new Map()).length;
}

it('a queue is discarded once its receiver has been dead for the whole window', () => {
  expect(problems('hook_window_ended', 101_000, 116_000)).toBe(0);
  expect(problems('hook_window_ended', 90_000, 108_000)).toBe(1);
  expect(problems('hook_window_ended', 125_000, 126_000)).toBe(1);
  expect(problems('hook_window_ended', 101_000, 116_000, 0)).toBe(1);
});

it('the window of a queue may have begun before its receiver died, with its last success', () => {
  expect(problems('hook_window_ended', 101_000, 108_000, windowed, 95_000)).toBe(0);
  expect(problems('hook_window_ended', 101_000, 108_000, windowed, 97_000)).toBe(1);
});

it('a delivery is discarded in that time once its own window is over', () => {
  expect(problems('window_ended', 90_000, 108_000)).toBe(0);
  expect(problems('window_ended', 100_000, 108_000)).toBe(1);
  expect(problems('window_ended', 60_000, 90_000)).toBe(1);
});

it('nobody has asked for another discard', () => {
  expect(problems('admin', 101_000, 116_000)).toBe(1);
});
