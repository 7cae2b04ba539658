import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstIdOfDay } from '@/domain/ids';
import { redeliver } from '@/server/services/delivery-history';
import { type Purged, purge } from './purge';
import { describeRefusedPurge, findRefusedPurge } from './refused-purge';

const database = useDatabase();
const DAYS = 30;
const PARENTS = ['events', 'deliveries', 'attempts', 'discards'];
let world: World;
let tenant: { companyId: number; projectId: number };
let hookId: number;
let today: number;

/** Makes one delivery for each of the past 30 days, with its event and attempt. The oldest delivery is still queued. */
beforeAll(async () => {
  world = createWorld(database.url);
  tenant = await insertCompany(world);
  const { companyId, projectId } = tenant;
  ({ hookId } = await insertHook(world, {
    companyId,
    projectId,
    destinationUrl: 'https://example.com/',
  }));
  const [now] = await world.db.engine<{ day: number }[]>`
    SELECT gancho.day_of(clock_timestamp()) AS day`;
  today = now?.day ?? 0;
  await world.db
    .engine`SELECT gancho.create_partitions(d) FROM generate_series(${today - DAYS}::integer, ${today - 1}::integer) AS d`;
  await asEngine(world.db, async (tx) => {
    for (let day = today - DAYS; day < today; day += 1) {
      const id = firstIdOfDay(day) + 1;
      await tx`INSERT INTO gancho.events (id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, occurred_at, recorded_at)
        VALUES (${id}, ${companyId}, ${projectId}, '01JMYXMZRBVKK0PC6XS8SA4QRE', 'RFIs', 'project', '1', 'create', now(), now())`;
      await tx`INSERT INTO gancho.deliveries (id, company_id, hook_id, event_id, resource_name, resource_id, event_type, created_at, status, finished_at)
        VALUES (${id}, ${companyId}, ${hookId}, ${id}, 'RFIs', '1', 'create', now(), 'delivered', now())`;
      await tx`INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, started_at) VALUES (${id}, 1, ${companyId}, ${hookId}, 'unknown', now())`;
      await tx`INSERT INTO gancho.delivery_counts (company_id, hook_id, day, delivered) VALUES (${companyId}, ${hookId}, ${day}, 1)`;
      await tx`INSERT INTO gancho.discards (hook_id, delivery_id, company_id) VALUES (${hookId}, ${id}, ${companyId})`;
      await tx`INSERT INTO gancho.hook_hours (company_id, hook_id, hour) VALUES (${companyId}, ${hookId}, ${day * 24 + 23})`;
      await tx`INSERT INTO gancho.idempotency_keys (company_id, key, event_id) VALUES (${companyId}, ${`key ${day}`}, ${id})`;
    }
  });
  await open(today - DAYS);
});
afterAll(() => world.db.close());

const run = (retentionDays: number, isConfirmed = false): Promise<Purged> =>
  purge(world.db, { retentionDays, isConfirmed, log: world.services.log });

const dateOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Queues the delivery of that day again. */
const open = (day: number) =>
  asEngine(world.db, async (tx) => {
    const id = firstIdOfDay(day) + 1;
    await tx`UPDATE gancho.deliveries SET status = 'queued', finished_at = NULL WHERE id = ${id}`;
    await tx`INSERT INTO gancho.queue (hook_id, delivery_id, event_id, due_at) VALUES (${hookId}, ${id}, ${id}, now())`;
  });

const end = (day: number) =>
  asEngine(world.db, async (tx) => {
    await tx`DELETE FROM gancho.queue WHERE delivery_id = ${firstIdOfDay(day) + 1}`;
  });

/** Moves the last purge back by `days` days. */
const wait = (days: number) =>
  asEngine(
    world.db,
    (tx) => tx`UPDATE gancho.history_horizon SET purged_on = purged_on - ${days}::integer`,
  );

const daysLeft = (table: string) =>
  asEngine(world.db, async (tx) => {
    const column = table === 'attempts' || table === 'discards' ? 'delivery_id' : 'id';
    const rows = await tx.unsafe<{ day: number }[]>(
      `SELECT DISTINCT (${column} >> 37)::integer AS day FROM gancho.${table} ORDER BY 1`,
    );
    return rows.map((row) => today - row.day);
  });

const refusals = () =>
  asEngine(
    world.db,
    (tx) => tx<{ params: unknown }[]>`
      SELECT params FROM gancho.engine_troubles WHERE code = 'purge_refused'`,
  );

const from = (oldest: number) => Array.from({ length: oldest }, (_, n) => oldest - n);

it('keeps the retention and the days with open deliveries, and nothing else', async () => {
  expect(await run(28)).toEqual({
    partitionsDropped: 4,
    partitionsCreated: 0,
    daysKept: [dateOf(today - DAYS)],
    refused: null,
  });
  for (const table of PARENTS) expect(await daysLeft(table)).toEqual([30, ...from(28)]);
  const [left] = await asEngine(
    world.db,
    (tx) => tx<{ keys: number; counts: number; hours: number; queue: number }[]>`
      SELECT (SELECT count(*)::int FROM gancho.idempotency_keys) AS keys,
        (SELECT count(*)::int FROM gancho.delivery_counts) AS counts,
        (SELECT count(*)::int FROM gancho.hook_hours) AS hours, (SELECT count(*)::int FROM gancho.queue) AS queue`,
  );
  expect({ ...left }).toEqual({ keys: 29, counts: 29, hours: 29, queue: 1 });
});

it('drops such a day when it has no open deliveries, and reopens none of them', async () => {
  const { companyId, projectId } = tenant;
  await end(today - DAYS);
  await asEngine(
    world.db,
    (tx) => tx`
      UPDATE gancho.deliveries SET status = 'delivered', finished_at = now() WHERE finished_at IS NULL`,
  );
  const old = { companyId, projectId, hookId, deliveryId: firstIdOfDay(today - DAYS) + 1 };
  await expect(redeliver({ ctx: world.ctx, input: old })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await run(28)).toMatchObject({ partitionsDropped: 4, daysKept: [] });
  expect(await daysLeft('events')).toEqual(from(28));
});

it('keeps a day with events that dispatch has not seen', async () => {
  const id = firstIdOfDay(today - 28) + 1;
  await asEngine(
    world.db,
    (tx) => tx`INSERT INTO gancho.pending_events (first_event_id, company_id, event_ids)
      VALUES (${id}, ${tenant.companyId}, ARRAY[${id}::bigint])`,
  );
  expect(await run(27)).toMatchObject({ partitionsDropped: 0, daysKept: [dateOf(today - 28)] });
  await asEngine(world.db, (tx) => tx`DELETE FROM gancho.pending_events`);
  expect(await run(27)).toMatchObject({ partitionsDropped: 4, daysKept: [] });
});

it('drops as many days as have passed plus two, and more only if confirmed', async () => {
  expect(await run(24)).toMatchObject({
    partitionsDropped: 0,
    refused: {
      days: 3,
      oldestDay: dateOf(today - 27),
      firstDayKept: dateOf(today - 24),
      events: 3,
    },
  });
  for (const table of PARENTS) expect(await daysLeft(table)).toEqual(from(27));
  expect((await refusals()).map((row) => row.params)).toEqual([
    { days: 3, oldest_day: dateOf(today - 27) },
  ]);
  // The earlier setting is restored, and nothing has changed.
  expect(await run(27)).toMatchObject({ partitionsDropped: 0, refused: null });
  expect(await refusals()).toEqual([]);

  await run(24);
  expect(await run(24, true)).toMatchObject({ partitionsDropped: 12, refused: null });
  expect(await daysLeft('events')).toEqual(from(24));
  expect(await refusals()).toEqual([]);
});

it('needs no confirmation after the machine was off', async () => {
  await wait(6);
  expect(await run(16)).toMatchObject({ partitionsDropped: 8 * 4, refused: null });
});

it('keeps more when the retention is raised, and drops nothing when it returns to the earlier value', async () => {
  expect(await run(40)).toMatchObject({ partitionsDropped: 0, refused: null });
  expect(await daysLeft('events')).toEqual(from(16));
  expect(await run(16)).toMatchObject({ partitionsDropped: 0, refused: null });
});

it('does not wait behind a long read, and drops the day the next time', async () => {
  const blocked = await world.db.engine.begin(async (reader) => {
    await reader`SELECT count(*) FROM gancho.deliveries`;
    const running = run(15);
    // Others can read. Otherwise this would wait for the commit of the reader, which comes after it.
    expect(await daysLeft('deliveries')).toHaveLength(16);
    return { running };
  });
  expect((await blocked.running).partitionsDropped).toBe(4);
  expect(await daysLeft('deliveries')).toEqual(from(15));
});

it('drops as many days and events as the start reported, with some open and some discarded', async () => {
  await open(today - 15);
  expect(await run(13)).toMatchObject({ partitionsDropped: 4, daysKept: [dateOf(today - 15)] });
  await end(today - 15);
  await open(today - 12);
  await open(today - 11);
  const before = await daysLeft('events');

  const refused = await findRefusedPurge(world.db, 8);
  if (refused === null) throw new Error('nothing would be refused');
  const { days, events } = refused;
  expect(describeRefusedPurge(refused, 8)).toContain(
    `the history from ${dateOf(today - 15)} until ${dateOf(today - 8)} would go: ${days} days, ${events} events.`,
  );
  expect(await run(8)).toMatchObject({ partitionsDropped: 0, refused });
  expect((await refusals()).map((row) => row.params)).toEqual([
    { days, oldest_day: dateOf(today - 15) },
  ]);

  expect(await run(8, true)).toMatchObject({ partitionsDropped: days * PARENTS.length });
  const gone = before.length - (await daysLeft('events')).length;
  expect({ days: gone, events: gone }).toEqual({ days, events });
});

it('makes room on a full disk, where no partition can be created', async () => {
  const before = await daysLeft('events');
  const [last] = await world.db.engine<{ day: string }[]>`
    SELECT gancho.date_of(${today + 7}::integer) AS day`;
  const day = (last?.day ?? '').replaceAll('-', '');
  await world.db.engine.unsafe(
    PARENTS.map((parent) => `DROP TABLE gancho.${parent}_${day}`).join(';'),
  );
  // Detaching a partition also adds rows to the catalogue.
  await world.db.engine.unsafe(`
    CREATE FUNCTION public.is_full() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$;
    CREATE EVENT TRIGGER full_disk ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
    EXECUTE FUNCTION public.is_full()`);
  await expect(run(7)).rejects.toMatchObject({ code: '53100' });
  expect(await daysLeft('events')).toEqual(before.filter((day) => day !== 8));
  await world.db.engine.unsafe('DROP EVENT TRIGGER full_disk');
  expect(await run(7)).toMatchObject({ partitionsCreated: 1 });
});
