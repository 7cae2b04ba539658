import { answer } from '@tests/factories/answer';
import { claimUpTo } from '@tests/factories/claims';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';
import type { Result } from './decide-batch';
import { record } from './recorder';

const database = useDatabase();
let world: World;
let engine: TestEngine;
let tenant: { companyId: number; projectId: number };
let hookId: number;
let worker: number;

beforeAll(async () => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('circuit') AS id`;
  worker = row?.id ?? 0;
});
beforeEach(newHook);
afterAll(async () => {
  await engine.close();
  await world.db.close();
});

async function newHook(): Promise<void> {
  await asEngine(world.db, (tx) => tx`DELETE FROM gancho.queue`);
  await asEngine(world.db, (tx) => tx`UPDATE gancho.hook_queue SET next_at = 'infinity'`);
  tenant = await insertCompany(world);
  const settings = { ...tenant, destinationUrl: 'http://127.0.0.1:9/', maxInFlight: 200 };
  ({ hookId } = await insertHook(world, settings));
}

async function claimNew(count: number): Promise<Claimed[]> {
  await engine.publish(
    tenant,
    Array.from({ length: count }, (_, i) => i),
  );
  await engine.dispatchOnly();
  return claimUpTo(world.db.engine, worker, { quick: 200 });
}

type Row = {
  streak: number;
  is_open: boolean;
  step: number;
  pause_seconds: number | null;
  is_enabled: boolean;
};

async function hook(): Promise<Row> {
  const [row] = await asEngine(
    world.db,
    (tx) => tx<Row[]>`
      SELECT failure_streak AS streak, circuit_opened_at IS NOT NULL AS is_open, probe_step AS step, is_enabled,
        extract(epoch FROM probe_at - clock_timestamp())::float8 AS pause_seconds
      FROM gancho.hook_queue WHERE hook_id = ${hookId}`,
  );
  if (!row) throw new Error('the hook has no row');
  return row;
}

const recordAll = (results: Result[]) => record(world.db.engine, worker, results);

/** An answer that arrives `ms` milliseconds after the claim, by the database's clock. */
function after(claimed: Claimed, ms: number, kind: 'success' | 'failure' | 'gone'): Result {
  const base = answer(kind === 'success' ? 'success' : 'failure', 1);
  const timing = { ...base.timing, startedAt: Date.now() + ms };
  const sent: AttemptRecord = { ...base, timing };
  return {
    claimed,
    record: kind === 'gone' ? { ...sent, outcome: 'gone', status: 410 } : sent,
  };
}

/** Ends the pause early, so that the next claim returns the probe of the circuit. */
async function claimProbe(): Promise<Claimed> {
  await asEngine(
    world.db,
    (tx) => tx`
      WITH due AS (UPDATE gancho.queue SET due_at = clock_timestamp() WHERE hook_id = ${hookId} AND worker IS NULL)
      UPDATE gancho.hook_queue SET probe_at = clock_timestamp(), next_at = clock_timestamp(), head_due_at = '-infinity',
        head_id = 0, in_flight = 0 WHERE hook_id = ${hookId}`,
  );
  const claimed = await claimUpTo(world.db.engine, worker, { quick: 200 });
  expect(claimed).toHaveLength(1);
  return claimed[0] as Claimed;
}

it('never pauses an endpoint for more than two seconds because of answers within one second', async () => {
  const outcome = fc.constantFrom<('success' | 'failure')[]>('success', 'failure', 'failure');
  const one = fc.record({ outcome, ms: fc.integer({ min: 0, max: 1000 }), batch: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 5, maxLength: 60 }), async (answers) => {
      await newHook();
      const claimed = await claimNew(answers.length);
      const results = answers.map(({ outcome: kind, ms, batch }, i) => ({
        batch,
        result: after(claimed[i] as Claimed, ms, kind),
      }));
      for (let batch = 0; batch < 10; batch += 1) {
        const own = results.filter((each) => each.batch === batch).map((each) => each.result);
        if (own.length > 0) await recordAll(own);
        const { pause_seconds, step } = await hook();
        expect(pause_seconds ?? 0).toBeLessThanOrEqual(1.1);
        expect(step).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 40 },
  );
});

it('pauses 1, 2, 4 ... 3600 s before it tries a dead endpoint again, each once', async () => {
  const claimed = await claimNew(60);
  const failed = claimed.map((one) => after(one, 0, 'failure'));
  // The circuit opens in the first batch. All other attempts were claimed before that.
  for (let from = 0; from < 60; from += 20) await recordAll(failed.slice(from, from + 20));
  const pauses: number[] = [];
  for (let step = 1; step <= 14; step += 1) {
    const { pause_seconds, step: found } = await hook();
    expect(found).toBe(step);
    pauses.push(pause_seconds ?? 0);
    const probe = await claimProbe();
    expect(probe.probeStep).toBe(step);
    // The result is recorded twice, as after a lost answer of the database. It counts once.
    await recordAll([after(probe, 0, 'failure')]);
    await recordAll([after(probe, 0, 'failure')]);
  }
  pauses.forEach((pause, i) => {
    const seconds = Math.min(2 ** i, 3600);
    expect(pause).toBeGreaterThan(seconds - 0.5);
    expect(pause).toBeLessThanOrEqual(seconds * 1.1);
  });
});

it('closes after a success that ended after the circuit opened, but not after an earlier one', async () => {
  const claimed = await claimNew(8);
  await recordAll(claimed.slice(0, 6).map((one) => after(one, 100, 'failure')));
  expect(await hook()).toMatchObject({ is_open: true, streak: 6 });
  await recordAll([after(claimed[6] as Claimed, 50, 'success')]);
  expect(await hook()).toMatchObject({ is_open: true, streak: 6 });
  const changes = await recordAll([after(claimed[7] as Claimed, 200, 'success')]);
  expect(await hook()).toMatchObject({ is_open: false, streak: 0, step: 0, pause_seconds: null });
  expect(changes).toMatchObject([{ hookId, companyId: tenant.companyId, change: 'closed' }]);
});

it('does not count an answer to earlier settings for or against the new settings', async () => {
  const claimed = await claimNew(7);
  await world.db.engine.begin(async (tx) => {
    await tx`SELECT gancho.lock_hook(${hookId}::bigint)`;
    await tx`UPDATE gancho.hooks SET config_version = config_version + 1 WHERE id = ${hookId}`;
    await tx`SELECT gancho.sync_hook_queue(${hookId}::bigint)`;
  });
  const [gone, ...others] = claimed as [Claimed, ...Claimed[]];
  expect(await recordAll(others.map((one) => after(one, 0, 'failure')))).toEqual([]);
  // The event itself was refused for good.
  expect(await recordAll([after(gone, 0, 'gone')])).toMatchObject([{ change: 'first_lost' }]);
  expect(await hook()).toMatchObject({ streak: 0, is_open: false, is_enabled: true });
});

it('reports the changes of a batch: gone after a 410, lost when nothing succeeded for the whole window', async () => {
  const [first, second] = (await claimNew(2)) as [Claimed, Claimed];
  await asEngine(
    world.db,
    (tx) => tx`UPDATE gancho.hook_queue SET failure_streak = 1,
      failing_since = clock_timestamp() - make_interval(secs => retry_window_seconds + 1) WHERE hook_id = ${hookId}`,
  );
  const id = { hookId, companyId: tenant.companyId };
  expect(await recordAll([after(first, 0, 'failure')])).toEqual([
    { ...id, change: 'lost', pauseSeconds: null, lost: 1 },
  ]);
  expect(await hook()).toMatchObject({ streak: 0, is_open: false });
  expect(await recordAll([after(second, 0, 'gone')])).toMatchObject([{ ...id, change: 'gone' }]);
  expect((await hook()).is_enabled).toBe(false);
});
