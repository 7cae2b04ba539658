import { answer } from '@tests/factories/answer';
import { assignments } from '@tests/factories/assignments';
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
import { seeded } from '@tests/support/random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Claimed } from './claim';
import { record } from './recorder';

const database = useDatabase();
const HOOKS = 4;
const STEPS = 500;
let world: World;
let engine: TestEngine;

beforeAll(() => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
});
afterAll(async () => {
  await engine.close();
  await world.db.close();
});

/**
 * Hooks whose queue row shows less than the queue holds. Claims would pass over deliveries of such a hook, or never
 * wake them.
 */
const misbounded = () =>
  asEngine(
    world.db,
    (tx) => tx<{ hook_id: number; wrong: string }[]>`
      WITH truth AS (
        SELECT h.*, (SELECT count(*) FROM gancho.queue q WHERE q.hook_id = h.hook_id AND q.worker IS NOT NULL AND NOT q.is_test) AS held,
          EXISTS (SELECT FROM gancho.queue q WHERE q.hook_id = h.hook_id AND q.worker IS NULL AND q.is_test) AS test_waits,
          EXISTS (
            SELECT FROM gancho.queue q WHERE q.hook_id = h.hook_id AND q.worker IS NULL AND NOT q.is_test
              AND (q.due_at, q.delivery_id) < (h.head_due_at, h.head_id)) AS is_passed,
          CASE WHEN h.is_in_order OR h.is_discarding THEN (
            SELECT q.due_at FROM gancho.queue q WHERE q.hook_id = h.hook_id AND NOT q.is_test
              AND q.delivery_id > h.discard_through AND (h.is_in_order OR q.worker IS NULL) ORDER BY q.delivery_id LIMIT 1)
          ELSE (
            SELECT min(q.due_at) FROM gancho.queue q WHERE q.hook_id = h.hook_id AND q.worker IS NULL AND NOT q.is_test) END AS head
        FROM gancho.hook_queue h
      )
      SELECT t.hook_id, w.wrong FROM truth t CROSS JOIN LATERAL (VALUES
        ('in flight', t.in_flight <> t.held),
        ('forgets a test', t.test_waits AND NOT t.has_tests),
        ('passes over what is due', t.is_passed AND NOT t.is_in_order AND NOT t.is_discarding),
        ('begins too late', t.head < t.head_due_at),
        ('sleeps', t.is_enabled AND t.head IS NOT NULL
          AND t.in_flight < CASE WHEN t.is_in_order OR t.circuit_opened_at IS NOT NULL THEN 1 ELSE t.max_in_flight END
          AND t.next_at > greatest(t.head, clock_timestamp(), t.probe_at, t.rate_tat)),
        ('sleeps next to a test', t.is_enabled AND t.test_waits AND t.next_at > clock_timestamp())
      ) AS w (wrong, is_so) WHERE w.is_so`,
  );

it('the row of a hook’s queue never shows less than the queue holds, after any operation', async () => {
  const tenant = await insertCompany(world);
  const hookIds: number[] = [];
  for (let i = 0; i < HOOKS; i += 1) {
    const settings = { destinationUrl: 'http://127.0.0.1:9/', maxInFlight: 6 };
    hookIds.push((await insertHook(world, { ...tenant, ...settings })).hookId);
  }
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seeded(seed);
  const below = (n: number) => Math.floor(random() * n);
  const { engine: sql } = world.db;
  const hook = () => hookIds[below(HOOKS)] ?? 0;
  const worker = async () =>
    (await sql<{ id: number }[]>`SELECT gancho.register_worker('prober') AS id`)[0]?.id ?? 0;
  const held: Claimed[] = [];
  let own = await worker();

  const settle = async (count: number) => {
    const results = held.splice(0, count).map((claimed) => {
      return { claimed, record: answer(random() < 0.6 ? 'success' : 'failure') };
    });
    if (results.length > 0) await record(world.db.engine, own, results);
  };
  const change = async (...settings: Record<string, string | number | null>[]) => {
    const id = hook();
    await sql.begin(async (tx) => {
      await tx`SELECT gancho.lock_hook(${id}::bigint)`;
      await tx`UPDATE gancho.hooks SET ${assignments(tx, settings[below(settings.length)] ?? {})} WHERE id = ${id}`;
      await tx`SELECT gancho.sync_hook_queue(${id}::bigint)`;
    });
  };
  const verbs: Record<string, () => Promise<unknown>> = {
    publish: () => engine.publish(tenant, Array.from({ length: 1 + below(3) }, below)),
    dispatch: () => engine.dispatchOnly(),
    claim: async () => {
      const capacity = { quick: 1 + below(20), slow: below(20), bytes: 1 + below(8000) };
      held.push(...(await claimUpTo(world.db.engine, own, capacity)));
    },
    record: () => settle(1 + below(10)),
    mode: () => change({ delivery_mode: 'in_order' }, { delivery_mode: 'parallel' }),
    status: () =>
      change(
        { status: 'disabled', disabled_reason: 'admin' },
        { status: 'active', disabled_reason: null },
      ),
    rate: () => change({ max_per_second: 40 }, { max_per_second: null }),
    resume: () => sql`SELECT gancho.resume_hook(${hook()}::bigint)`,
    test: () =>
      sql`SELECT FROM gancho.send_test(${hook()}::bigint, ${tenant.projectId}, ${'0'.repeat(26)}, 'RFIs', 'project', '1', 'create', NULL, NULL)`,
    redeliver: () =>
      sql`SELECT gancho.redeliver(d.hook_id, d.id) FROM gancho.deliveries d WHERE d.finished_at IS NOT NULL ORDER BY random() LIMIT 3`,
    discard: () =>
      below(8) === 0 ? sql`SELECT gancho.discard_queue(${hook()}::bigint, '{}')` : [],
    carryOut: () => sql`SELECT gancho.discard_chunk(${1 + below(20)})`,
    restart: async () => {
      if (below(4) === 0) own = await worker();
    },
  } as unknown as Record<string, () => Promise<unknown>>;
  const names = [
    ...Object.keys(verbs),
    'publish',
    'dispatch',
    'claim',
    'claim',
    'record',
    'record',
  ];

  const done: string[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const name = names[below(names.length)] ?? 'claim';
    done.push(name);
    await verbs[name]?.();
    expect({ seed, wrong: await misbounded(), after: done.slice(-3) }).toMatchObject({ wrong: [] });
  }
  await settle(held.length);
  expect(await misbounded()).toEqual([]);
  expect(new Set(done).size).toBe(Object.keys(verbs).length);
});
