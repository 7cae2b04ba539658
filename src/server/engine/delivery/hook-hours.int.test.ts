import { answer } from '@tests/factories/answer';
import { claimUpTo } from '@tests/factories/claims';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { miscountedHours } from '@tests/support/miscounted-hours';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LATENCY_BUCKETS, LATENCY_EDGES_MS } from '@/domain/latency';
import { publishEvents } from '@/server/services/publish/publish-events';
import { dispatchEvents } from '../dispatch/dispatch-events';
import type { Claimed } from './claim';
import { record } from './recorder';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };
let hookId: number;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());
beforeEach(async () => {
  tenant = await insertCompany(world);
  ({ hookId } = await insertHook(world, {
    ...tenant,
    destinationUrl: 'http://127.0.0.1:9/',
    maxInFlight: 50,
  }));
});

async function publish(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    resource_name: 'RFIs',
    resource_id: String(n),
    event_type: 'create' as const,
    project_id: tenant.projectId,
  }));
  await publishEvents({
    ctx: world.ctx,
    input: { companyId: tenant.companyId, body: JSON.stringify(events) },
  });
  while ((await dispatchEvents(world.db, { events: 100, deliveries: 100 })).events > 0);
}

/** Registers the worker. A second call takes back the deliveries that it held, as after a restart of the process. */
async function register(name: string): Promise<number> {
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker(${name}) AS id`;
  return row?.id ?? 0;
}

const resume = () => world.db.engine`SELECT gancho.resume_hook(${hookId}::bigint)`;

const miscounted = () => asEngine(world.db, (tx) => miscountedHours(tx));

async function totals() {
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ successes: number; failures: number }[]>`
      SELECT sum(successes)::int AS successes, sum(failures)::int AS failures
      FROM gancho.hook_hours WHERE hook_id = ${hookId}`,
  );
  return { ...row };
}

const claimSome = (worker: number, count: number) =>
  claimUpTo(world.db.engine, worker, { quick: count });

async function claimOne(worker: number): Promise<Claimed> {
  // The other claimed deliveries may be retries that earlier tests left behind.
  const one = (await claimSome(worker, 10)).find((claimed) => claimed.hookId === hookId);
  if (one === undefined) throw new Error('nothing was due');
  return one;
}

it('holds a histogram of as many buckets as there are', async () => {
  const insert = (count: number) =>
    asEngine(
      world.db,
      (tx) => tx`INSERT INTO gancho.hook_hours (company_id, hook_id, hour, latency)
        VALUES (${tenant.companyId}, ${hookId}, ${count}, array_fill(0, ARRAY[${count}::integer]))`,
    );
  await insert(LATENCY_BUCKETS);
  await expect(insert(LATENCY_BUCKETS - 1)).rejects.toMatchObject({ code: '23514' });
  await asEngine(
    world.db,
    (tx) =>
      tx`INSERT INTO gancho.hook_hours (company_id, hook_id, hour) VALUES (${tenant.companyId}, ${hookId}, 1)`,
  );
});

it('counts each duration in its bucket', async () => {
  await publish(5);
  const worker = await register('stopwatch');
  const durations = [0.2, 1, LATENCY_EDGES_MS[20] ?? 0, (LATENCY_EDGES_MS[20] ?? 0) - 0.01, 90_000];
  const claimed = await claimSome(worker, 5);
  const results = claimed.map((one, n) => ({
    claimed: one,
    record: answer('success', durations[n]),
  }));
  await record(world.db.engine, worker, results);
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ latency: number[] }[]>`
      SELECT latency FROM gancho.hook_hours WHERE hook_id = ${hookId} AND successes > 0`,
  );
  const counted = [...(row?.latency.entries() ?? [])].filter(([, count]) => count > 0);
  expect(counted).toEqual([
    [0, 1],
    [1, 1],
    [20, 1],
    [21, 1],
    [LATENCY_BUCKETS - 1, 1],
  ]);
});

it('leaves test deliveries out', async () => {
  await world.db.engine`
    SELECT gancho.send_test(${hookId}::bigint, ${tenant.projectId}::bigint, '01JMYXMZRBVKK0PC6XS8SA4QRE', 'RFIs',
      'project', '1', 'create', NULL, NULL)`;
  const worker = await register('tester');
  await record(world.db.engine, worker, [
    { claimed: await claimOne(worker), record: answer('success') },
  ]);
  expect(await totals()).toEqual({ successes: null, failures: null });
});

it('counts a result once, however often it is recorded', async () => {
  await publish(2);
  const worker = await register('stutterer');
  const claimed = await claimSome(worker, 2);
  const results = claimed.map((one, n) => ({
    claimed: one,
    record: answer(n === 0 ? 'success' : 'timeout'),
  }));
  for (let time = 0; time < 3; time += 1) await record(world.db.engine, worker, results);
  expect(await totals()).toEqual({ successes: 1, failures: 1 });
  expect(await miscounted()).toEqual([]);
});

it('counts an attempt of unknown outcome as a failure until its outcome is known', async () => {
  await publish(1);
  const worker = await register('sleeper');
  const late = await claimOne(worker);
  await register('sleeper');
  expect(await totals()).toEqual({ successes: 0, failures: 1 });
  await record(world.db.engine, worker, [{ claimed: late, record: answer('success') }]);
  expect(await totals()).toEqual({ successes: 1, failures: 0 });
  expect(await miscounted()).toEqual([]);
});

it('records the attempt in flight when a late success ends its delivery', async () => {
  await publish(1);
  const slow = await register('slow');
  const late = await claimOne(slow);
  await register('slow');
  const other = await register('other');
  const further = await claimOne(other);
  expect(further).toMatchObject({ deliveryId: late.deliveryId, attempt: 2 });

  await record(world.db.engine, slow, [{ claimed: late, record: answer('success') }]);
  const attempts = () =>
    asEngine(
      world.db,
      (tx) =>
        tx`SELECT n, outcome FROM gancho.attempts WHERE delivery_id = ${late.deliveryId} ORDER BY n`,
    );
  expect(await attempts()).toEqual([
    { n: 1, outcome: 'success' },
    { n: 2, outcome: 'unknown' },
  ]);
  const [delivery] = await asEngine(
    world.db,
    (tx) => tx`SELECT status, attempts FROM gancho.deliveries WHERE id = ${late.deliveryId}`,
  );
  expect({ ...delivery }).toEqual({ status: 'delivered', attempts: 2 });
  expect(await totals()).toEqual({ successes: 1, failures: 1 });

  await record(world.db.engine, other, [{ claimed: further, record: answer('refused') }]);
  expect(await attempts()).toEqual([
    { n: 1, outcome: 'success' },
    { n: 2, outcome: 'failure' },
  ]);
  expect(await totals()).toEqual({ successes: 1, failures: 1 });
  expect(await miscounted()).toEqual([]);
});

it('decides once when a late success and the next attempt coincide', async () => {
  await publish(1);
  const worker = await register('double');
  const late = await claimOne(worker);
  await register('double');
  const further = await claimOne(worker);
  await record(world.db.engine, worker, [
    { claimed: late, record: answer('success') },
    { claimed: further, record: answer('failure') },
  ]);
  const [state] = await asEngine(
    world.db,
    (tx) => tx`
      SELECT h.in_flight, c.queued, c.retrying, c.delivered FROM gancho.hook_queue h
      JOIN gancho.delivery_counts c ON c.hook_id = h.hook_id WHERE h.hook_id = ${hookId}`,
  );
  expect({ ...state }).toEqual({ in_flight: 0, queued: 0, retrying: 0, delivered: 1 });
  expect(await miscounted()).toEqual([]);
});

it('agrees with a count of the attempts after kills, late results and repetitions', async () => {
  await publish(150);
  const lost: { worker: number; claimed: Claimed }[] = [];
  const kinds = ['success', 'success', 'failure', 'refused', 'timeout'] as const;
  const any = () =>
    answer(kinds[Math.floor(Math.random() * kinds.length)] ?? 'success', Math.random() * 6000);

  async function worker(name: string): Promise<void> {
    for (let round = 0; round < 25; round += 1) {
      const id = await register(name);
      await resume();
      const claimed = await claimSome(id, 20);
      // The process dies with some of these in flight. Their results may still arrive and be recorded much later.
      const kept = claimed.filter(() => Math.random() < 0.7);
      lost.push(
        ...claimed
          .filter((one) => !kept.includes(one))
          .map((one) => ({ worker: id, claimed: one })),
      );
      const results = kept.map((one) => ({ claimed: one, record: any() }));
      if (results.length > 0) await record(world.db.engine, id, results);
      if (results.length > 0 && Math.random() < 0.3) await record(world.db.engine, id, results);
      const late = lost.splice(0, Math.floor(Math.random() * 4));
      for (const one of late) {
        await record(world.db.engine, one.worker, [{ claimed: one.claimed, record: any() }]);
      }
    }
  }
  await Promise.all(['one', 'two', 'three'].map(worker));
  await Promise.all(['one', 'two', 'three'].map(register));

  expect(await miscounted()).toEqual([]);
  const { successes } = await totals();
  expect(successes).toBeGreaterThan(0);
});
