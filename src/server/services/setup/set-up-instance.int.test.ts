import { randomBytes } from 'node:crypto';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { miscountedHours } from '@tests/support/miscounted-hours';
import { forThisMachine } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { verifyPassword } from '../accounts';
import { removeSample } from '../sample';
import { setUpInstance } from '.';

const database = useDatabase();
const secretKey = randomBytes(32);
let world: World;
let sql: Sql;

beforeAll(() => {
  world = createWorld(database.url);
  sql = openPostgres(database.url, { max: 1 });
});
afterAll(async () => {
  await world.db.close();
  await sql.end();
});

function setUp(change: Partial<Parameters<typeof setUpInstance>[0]['input']> = {}) {
  return setUpInstance({
    ctx: world.ctx,
    input: {
      secretKey,
      secretKeyPrevious: null,
      admin: { email: 'admin@example.com', password: 'correct horse' },
      wantsSample: true,
      publicUrl: 'http://127.0.0.1:3000',
      ...change,
    },
  });
}

it('makes one admin and one sample company, however many instances start at once', async () => {
  const startedMs = performance.now();
  const done = await Promise.all([setUp(), setUp(), setUp()]);
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(15_000));
  expect(done.filter(({ isAdminNew }) => isAdminNew)).toHaveLength(1);
  expect(done.filter(({ isSampleNew }) => isSampleNew)).toHaveLength(1);
  expect(new Set(done.map(({ adminUserId }) => adminUserId)).size).toBe(1);
  const [row] = await sql`SELECT (SELECT count(*)::int FROM gancho.users) AS users,
    (SELECT array_agg(name) FROM gancho.companies) AS companies`;
  expect(row).toEqual({ users: 1, companies: ['Sample Construction Co.'] });
  const right = { email: 'admin@example.com', password: 'correct horse', address: null };
  expect(await verifyPassword({ ctx: world.ctx, input: right })).not.toBeNull();
});

it('gives the sample a history that agrees with its counters, queue and statuses', async () => {
  const statuses = await sql`SELECT status FROM gancho.deliveries GROUP BY 1 ORDER BY 1`;
  expect(statuses.map((row) => row.status)).toEqual([
    'delivered',
    'discarded',
    'failed',
    'queued',
    'retrying',
  ]);
  const [check] = await sql`SELECT
    (SELECT count(*)::int FROM gancho.deliveries) AS deliveries,
    (SELECT sum(queued + retrying + delivered + failed + discarded)::int FROM gancho.delivery_counts) AS counted,
    (SELECT count(*)::int FROM gancho.deliveries d WHERE d.finished_at IS NULL) AS open,
    (SELECT count(*)::int FROM gancho.queue) AS queued,
    (SELECT count(*)::int FROM gancho.attempts) AS attempts,
    (SELECT sum(attempts)::int FROM gancho.deliveries) AS attempts_counted,
    (SELECT count(*)::int FROM gancho.deliveries d LEFT JOIN gancho.events e ON e.id = d.event_id
      WHERE e.id IS NULL OR e.id >> 37 <> d.id >> 37) AS astray`;
  expect(check?.deliveries).toBeGreaterThan(1000);
  expect(check?.counted).toBe(check?.deliveries);
  expect(check?.queued).toBe(check?.open);
  expect(check?.attempts).toBe(check?.attempts_counted);
  expect(check?.astray).toBe(0);
  expect(await miscountedHours(sql)).toEqual([]);
  // None of it is due at once: the disabled hook sleeps, and the failing one waits for its probe.
  const [due] = await sql`SELECT count(*)::int AS n FROM gancho.hook_queue WHERE next_at <= now()`;
  expect(due?.n).toBe(0);
  const [failing] =
    await sql`SELECT count(*)::int AS n FROM gancho.hook_queue WHERE circuit_opened_at IS NOT NULL`;
  expect(failing?.n).toBe(1);
});

it('refuses another secret key, and takes the previous one during a rotation', async () => {
  const other = randomBytes(32);
  await expect(setUp({ secretKey: other })).rejects.toThrow(/^GANCHO_SECRET_KEY is not the key/);
  await expect(setUp({ secretKey: other, secretKeyPrevious: secretKey })).resolves.toMatchObject({
    isAdminNew: false,
  });
});

it('requires the Admin role to remove the sample', async () => {
  const actor = { kind: 'user', userId: 1, roles: [] } as const;
  await expect(removeSample({ ctx: { ...world.ctx, actor } })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('never makes the sample again once it was removed', async () => {
  await removeSample({ ctx: world.ctx });
  const [left] = await sql`SELECT
    (SELECT count(*)::int FROM gancho.companies) + (SELECT count(*)::int FROM gancho.hooks)
    + (SELECT count(*)::int FROM gancho.queue) + (SELECT count(*)::int FROM gancho.deliveries)
    + (SELECT count(*)::int FROM gancho.attempts) + (SELECT count(*)::int FROM gancho.events)
    + (SELECT count(*)::int FROM gancho.inspectors) AS n`;
  expect(left?.n).toBe(0);
  expect(await setUp()).toMatchObject({ isAdminNew: false, isSampleNew: false });
  await expect(removeSample({ ctx: world.ctx })).rejects.toMatchObject({ code: 'not_found' });
});

it('makes one admin when several instances find that every user is gone', async () => {
  await sql`DELETE FROM gancho.users`;
  // Inserts of users wait for this one, so that all three have read before any has written.
  const holder = openPostgres(database.url, { max: 1 });
  let starts: Promise<Awaited<ReturnType<typeof setUp>>[]> = Promise.resolve([]);
  await holder.begin(async (tx) => {
    await tx`LOCK TABLE gancho.users IN SHARE MODE`;
    starts = Promise.all([setUp(), setUp(), setUp()]);
    starts.catch(() => {});
    await vi.waitUntil(async () => {
      const [row] = await sql`SELECT count(*)::int AS n FROM pg_locks l
        JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE NOT l.granted`;
      return row?.n === 3;
    }, 10_000);
  });
  await holder.end();
  expect((await starts).filter(({ isAdminNew }) => isAdminNew)).toHaveLength(1);
});
