import { expect, it } from 'vitest';
import type { Fault, FaultKind } from './fault-kinds';
import { findLate, type Trip } from './lateness';

const trip = (
  webhookId: string,
  acceptedMs: number,
  arrivedMs: number | null,
  held: Trip['held'] = [],
): Trip => ({ webhookId, endpoint: 0, acceptedMs, arrivedMs, held });
const fault = (kind: FaultKind, beganMs: number, endedMs: number): Fault => ({
  kind,
  beganMs,
  endedMs,
});

const late = (faults: Fault[], trips: Trip[], leniency = 1): number =>
  findLate({ faults, trips, leniency }).problems.length;

it('only the time of faults, and of recovery from them, is excused', () => {
  const trips = [trip('a', 10_000, 14_000)];
  expect(late([], trips)).toBe(1);
  expect(late([fault('freeze PgBouncer', 10_500, 11_500)], trips)).toBe(0);
  expect(late([fault('freeze PgBouncer', 10_500, 10_900)], trips)).toBe(1);
  expect(late([fault('purge', 10_000, 11_900)], trips)).toBe(1);
  expect(late([], [trip('b', 10_000, 12_000)])).toBe(0);
  expect(late([], [trip('c', 10_000, null)])).toBe(1);
});

it('simultaneous faults are excused once', () => {
  const both = [fault('freeze a worker', 10_000, 10_500), fault('kill PgBouncer', 10_000, 10_200)];
  expect(late(both, [trip('a', 10_000, 14_100)])).toBe(0);
  expect(late(both, [trip('a', 10_000, 14_300)])).toBe(1);
});

it('deliveries that are taken over wait for the sweep, and no longer', () => {
  const held = [{ beganMs: 0, endedMs: 100_000 }];
  expect(late([], [trip('a', 0, 30_000, held)])).toBe(0);
  expect(late([], [trip('a', 0, 40_000, held)])).toBe(1);
  expect(
    late([fault('purge', 0, 10)], [trip('a', 0, 5_000, [{ beganMs: 0, endedMs: 2_000 }])]),
  ).toBe(1);
});

it('gives the time of a trip without a fault', () => {
  const trips = [trip('a', 0, 10), trip('b', 20, 50), trip('c', 1000, 2000)];
  const faults = [fault('purge', 1500, 1600)];
  expect(findLate({ faults, trips, leniency: 1 })).toMatchObject({
    calm: 2,
    calmMaxMs: 30,
  });
});
