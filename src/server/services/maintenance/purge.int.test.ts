import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import { purge } from './purge';

const database = useDatabase();
const DAYS = 30;
let world: World;
let hookId: number;
const nowMs = Date.now();
const today = dayOfDate(nowMs);

/** A delivery of every one of the past 30 days, each with its event and attempt; the oldest still queued. */
beforeAll(async () => {
  world = createWorld(database.url);
  const { companyId, projectId } = await insertCompany(world);
  ({ hookId } = await insertHook(world, {
    companyId,
    projectId,
    destinationUrl: 'https://example.com/',
  }));
  await world.db
    .engine`SELECT gancho.create_partitions(d) FROM generate_series(${today - DAYS}::integer, ${today - 1}::integer) AS d`;
  await asEngine(world.db, async (tx) => {
    for (let day = today - DAYS; day < today; day += 1) {
      const id = firstIdOfDay(day) + 1;
      await tx`INSERT INTO gancho.events (id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, occurred_at, recorded_at)
        VALUES (${id}, ${companyId}, ${projectId}, '01JMYXMZRBVKK0PC6XS8SA4QRE', 'RFIs', 'project', '1', 'create', now(), now())`;
      await tx`INSERT INTO gancho.deliveries (id, company_id, hook_id, event_id, resource_name, resource_id, event_type, created_at)
        VALUES (${id}, ${companyId}, ${hookId}, ${id}, 'RFIs', '1', 'create', now())`;
      await tx`INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, started_at) VALUES (${id}, 1, ${companyId}, ${hookId}, 'unknown', now())`;
      await tx`INSERT INTO gancho.delivery_counts (company_id, hook_id, day, queued) VALUES (${companyId}, ${hookId}, ${day}, 1)`;
      await tx`INSERT INTO gancho.discards (hook_id, delivery_id, company_id) VALUES (${hookId}, ${id}, ${companyId})`;
      await tx`INSERT INTO gancho.hook_hours (company_id, hook_id, hour) VALUES (${companyId}, ${hookId}, ${day * 24 + 23})`;
      await tx`INSERT INTO gancho.idempotency_keys (company_id, key, event_id) VALUES (${companyId}, ${`key ${day}`}, ${id})`;
    }
    await tx`INSERT INTO gancho.queue (hook_id, delivery_id, event_id, due_at) VALUES (${hookId}, ${firstIdOfDay(today - DAYS) + 1}, 1, now())`;
  });
});
afterAll(() => world.db.close());

const daysLeft = (table: string) =>
  asEngine(world.db, async (tx) => {
    const [row] = await tx.unsafe<{ n: number; oldest: number }[]>(
      `SELECT count(*)::int AS n, min((${table === 'attempts' || table === 'discards' ? 'delivery_id' : 'id'}) >> 37)::int AS oldest FROM gancho.${table}`,
    );
    return { ...row };
  });

it('leaves the retention and nothing older, by dropping partitions', async () => {
  const done = await purge(world.db, { nowMs, retentionDays: 28, log: world.services.log });
  expect(done).toMatchObject({ partitionsDropped: 8, liveRowsDropped: 1 });
  for (const table of ['events', 'deliveries', 'attempts', 'discards']) {
    expect(await daysLeft(table)).toEqual({ n: 28, oldest: today - 28 });
  }
  const [left] = await asEngine(
    world.db,
    (tx) => tx<{ keys: number; counts: number; hours: number; queue: number }[]>`
      SELECT (SELECT count(*)::int FROM gancho.idempotency_keys) AS keys,
        (SELECT count(*)::int FROM gancho.delivery_counts) AS counts,
        (SELECT count(*)::int FROM gancho.hook_hours) AS hours, (SELECT count(*)::int FROM gancho.queue) AS queue`,
  );
  expect({ ...left }).toEqual({ keys: 28, counts: 28, hours: 28, queue: 0 });
});

it('does not wait behind a long read, and drops the day the next time', async () => {
  const reader = await world.db.engine.reserve();
  await reader`BEGIN`;
  await reader`SELECT count(*) FROM gancho.deliveries`;
  const later = { nowMs: nowMs + 24 * 3600 * 1000, retentionDays: 28, log: world.services.log };
  const blocked = purge(world.db, later);
  // Others read meanwhile: this would wait for the reader's commit, which comes after it, for ever.
  expect(await daysLeft('deliveries')).toMatchObject({ n: 28 });
  await reader`COMMIT`;
  reader.release();
  expect((await blocked).partitionsDropped).toBe(4);
  expect(await daysLeft('deliveries')).toEqual({ n: 27, oldest: today - 27 });
});
