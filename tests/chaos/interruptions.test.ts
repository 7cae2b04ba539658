import { expect, it } from 'vitest';
import type { StoredDelivery } from './evidence';
import type { Fault, FaultKind } from './fault-kinds';
import { findInterrupted } from './interruptions';

const delivery: StoredDelivery = {
  id: 1,
  hook_id: 7,
  ulid: 'a',
  status: 'delivered',
  attempts: 2,
  reason: null,
  created_ms: 0,
  finished_ms: 40_000,
};
const attempts = [
  { delivery_id: 1, n: 1, outcome: 'unknown', started_ms: 10_000, finished_ms: null },
  { delivery_id: 1, n: 2, outcome: 'success', started_ms: 39_000, finished_ms: 39_010 },
];
const unexplained = (kind: FaultKind, beganMs: number, slots = 1) =>
  findInterrupted({
    faults: [{ kind, beganMs, endedMs: beganMs + 10 } satisfies Fault],
    evidence: { attempts, deliveries: [delivery] },
    endpointOf: () => 0,
    slotsOf: () => slots,
  }).length;

it('a kill explains requests in flight at that time, but not old ones', () => {
  expect(unexplained('kill a worker', 10_500)).toBe(0);
  expect(unexplained('kill a worker', 30_000)).toBe(1);
  expect(unexplained('kill a worker', 8_000)).toBe(1);
  expect(unexplained('kill a worker', 10_500, 0)).toBe(1);
});

it('a fault that cuts off nothing explains nothing', () => {
  expect(unexplained('purge', 10_500)).toBe(1);
  expect(unexplained('end connections', 10_500)).toBe(1);
});
