import { rm } from 'node:fs/promises';
import { bundle } from '@tests/support/bundle.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../support/random';
import { type Report, runChaos } from './chaos';
import { type FaultKind, planned } from './faults';
import { PLANTS } from './plants';
import { PREFIX, PROGRAMS } from './programs.mjs';

/** `npm run chaos` is the long form. */
const SEED = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const LIMIT_MS = 240_000;

let programs: string;
beforeAll(async () => {
  programs = await bundle(PROGRAMS, PREFIX);
});
afterAll(() => rm(programs, { recursive: true, force: true }));

/** The checks that failed, each with the first of its problems. */
const broken = ({ findings }: Report) =>
  Object.fromEntries(
    findings.flatMap(({ check, problems }) => (problems.length > 0 ? [[check, problems[0]]] : [])),
  );

it(
  `keeps every promise through 20 faults (CHAOS_SEED=${SEED})`,
  async () => {
    const report = await runChaos({
      programs,
      seed: SEED,
      faults: planned(seeded(SEED), 20),
      eventsPerSecond: 40,
      settleMs: 60_000,
    });
    expect(broken(report), report.log).toEqual({});
    expect(report.interrupted).toBeGreaterThan(0);
  },
  LIMIT_MS,
);

describe('finds a planted bug', () => {
  const cases: [keyof typeof PLANTS, FaultKind[], string][] = [
    ['sweep off', [], 'nothing is stuck'],
    [
      'attempt counted after the send',
      ['kill a worker', 'kill a worker'],
      'an attempt is counted before it leaves',
    ],
    [
      'lease shorter than the timeout',
      ['another worker', 'another worker'],
      'no request while an earlier one of the same delivery is open',
    ],
    ['discarded by half', [], 'every delivery reached its receiver, or has ended as someone asked'],
  ];
  it.each(cases)(
    '%s',
    async (plant, faults, check) => {
      const report = await runChaos({
        programs,
        seed: SEED,
        faults,
        eventsPerSecond: 40,
        settleMs: 5_000,
        plant: PLANTS[plant],
      });
      expect(Object.keys(broken(report))).toContain(check);
    },
    LIMIT_MS,
  );
});
