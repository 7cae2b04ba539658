import { rm } from 'node:fs/promises';
import { bundle } from '@tests/support/bundle.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dealt, seeded } from '../support/random';
import { type Report, runChaos } from './chaos';
import { FAULT_KINDS, type FaultKind } from './fault-kinds';
import { PLANTS } from './plants';
import { PREFIX, PROGRAMS } from './programs.mjs';

/** `npm run chaos` is the long form. */
const SEED = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 1e9));
const LIMIT_MS = 600_000;
/** A planted bug shows at some moments only, and a busy machine has few of them. */
const ROUNDS_MAX = 6;
/** Enough that one of them reaches a day with an open delivery. */
const PURGES: FaultKind[] = Array.from({ length: 6 }, () => 'purge');
/** For a machine that runs other tests at the same time. */
const SMALL = { eventsPerSecond: 30, diskBytes: 1e9, leniency: 4 };

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
  `keeps every promise through ${FAULT_KINDS.length} faults (CHAOS_SEED=${SEED})`,
  async () => {
    const report = await runChaos({
      programs,
      seed: SEED,
      ...SMALL,
      faults: (possible) => dealt(seeded(SEED), possible, possible.length),
      settleMs: 60_000,
    });
    expect(broken(report), report.log).toEqual({});
    // Otherwise some of these checks have examined nothing.
    const { interrupted, windowLosses, lateness } = report;
    const seen = { interrupted, windowLosses, calm: lateness.calm };
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(0);
  },
  LIMIT_MS,
);

describe('finds a planted bug', () => {
  const cases: [(keyof typeof PLANTS)[], FaultKind[], string[]][] = [
    [
      ['sweep off', 'discarded by half'],
      [],
      ['nothing is stuck', 'every delivery reached its receiver, or has ended as someone asked'],
    ],
    [
      ['attempt counted after the send', 'every failure raises the pause', 'payload as of now'],
      ['kill a worker', 'kill a worker'],
      [
        'an attempt is counted before it leaves',
        "only a probe raises a circuit's pause, and once",
        'every attempt of a delivery has the same body',
      ],
    ],
    [
      ['lease shorter than the timeout'],
      ['another worker', 'another worker'],
      ['no request while an earlier one of the same delivery is open'],
    ],
    [
      ['claims thrown away', 'open days purged'],
      ['a receiver is dead past its window', ...PURGES],
      [
        'no attempt is interrupted but by a fault',
        'a purge takes what is old and at rest, and nothing else',
      ],
    ],
  ];
  it.each(cases)(
    '%j',
    async (plants, faults, checks) => {
      const found = new Set<string>();
      for (
        let round = 0;
        round < ROUNDS_MAX && !checks.every((one) => found.has(one));
        round += 1
      ) {
        const report = await runChaos({
          programs,
          seed: SEED + round,
          ...SMALL,
          faults: () => faults,
          settleMs: 5_000,
          plant: async (sql) => {
            for (const name of plants) await PLANTS[name](sql);
          },
        });
        for (const check of Object.keys(broken(report))) found.add(check);
      }
      expect([...found]).toEqual(expect.arrayContaining(checks));
    },
    LIMIT_MS,
  );
});
