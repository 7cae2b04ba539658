import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import postgres from 'postgres';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspectors } from '@/server/db/schema';
import type { Actor } from '../actor';
import { readInspector, recordRequest, updateInspector } from '.';

const database = useDatabase();
const INSPECTOR = 'an-inspector-of-ours-1';
let world: World;
let sql: postgres.Sql;
let companyId: number;
let hook: { hookId: number; secret: string };

beforeAll(async () => {
  world = createWorld(database.url);
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  ({ companyId } = await insertCompany(world));
  hook = await insertHook(world, { companyId, destinationUrl: 'https://example.com/' });
  await world.db.asSystem((tx) =>
    tx.insert(inspectors).values({ id: INSPECTOR, companyId, hookId: hook.hookId }),
  );
});
afterAll(async () => {
  await world.db.close();
  await sql.end();
});

function record(headers: Record<string, string>, body: string, inspectorId = INSPECTOR) {
  const input = { inspectorId, method: 'POST', headers, body: Buffer.from(body) };
  return recordRequest({ ctx: world.services, input });
}

function signed(body: string, at = new Date()): Record<string, string> {
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(hook.secret).sign('msg_1', at, body),
  };
}

const as = (actor: Actor) => ({ ...world.ctx, actor });
const member = (role: 'admin' | 'read_only', company = companyId): Actor => ({
  kind: 'user',
  userId: 101,
  roles: [{ companyId: company, projectId: null, role }],
});

it('verifies signatures as any receiver of the standard does', async () => {
  const body = '{"id":1,"name":"ação"}';
  expect(await record(signed(body), body)).toMatchObject({ verified: true });
  expect(await record(signed(body), `${body} `)).toMatchObject({ verified: false });
  expect(await record({}, body)).toMatchObject({ verified: false });
  const old = new Date(Date.now() - 10 * 60_000);
  expect(await record(signed(body, old), body)).toMatchObject({ verified: false });
});

it('shows what arrived, the latest first, secrets masked and long bodies cut', async () => {
  await record({ authorization: 'Bearer s3cret', 'x-source': 'site' }, `a\0${'b'.repeat(20_000)}`);
  const seen = await readInspector({
    ctx: as(member('read_only')),
    input: { inspectorId: INSPECTOR },
  });
  expect(seen).toMatchObject({ hookId: hook.hookId, hookName: 'Hook', canChange: false });
  expect(seen.requests).toHaveLength(5);
  const [latest] = seen.requests;
  expect(latest?.headers).toEqual({ authorization: '********', 'x-source': 'site' });
  expect(latest?.isBodyTruncated).toBe(true);
  expect(latest?.body).toHaveLength(16 * 1024);
});

it('keeps the last 100 requests', async () => {
  for (let n = 0; n < 105; n += 1) await record({}, String(n));
  const seen = await readInspector({ ctx: world.ctx, input: { inspectorId: INSPECTOR } });
  expect(seen.requests).toHaveLength(100);
  expect(seen.requests[0]?.body).toBe('104');
});

it('answers as an admin has set it, and leaves an audit row', async () => {
  const input = { inspectorId: INSPECTOR, status: 503, delayMs: 250 };
  await updateInspector({ ctx: as(member('admin')), input });
  expect(await record({}, '')).toMatchObject({ status: 503, delayMs: 250 });
  const rows =
    await sql`SELECT actor_id, details FROM gancho.audit_log WHERE action = 'inspector.update'`;
  expect(rows.map(({ details }) => details)).toEqual([{ status: 503, delay_ms: 250 }]);
});

it('refuses readers, other companies, and values that no receiver could answer', async () => {
  const input = { inspectorId: INSPECTOR, status: 200, delayMs: 0 };
  const update = (actor: Actor, change = {}) =>
    updateInspector({ ctx: as(actor), input: { ...input, ...change } });
  await expect(update(member('read_only'))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(update(member('admin', companyId + 1))).rejects.toMatchObject({ code: 'not_found' });
  const other = { ctx: as(member('admin', companyId + 1)), input: { inspectorId: INSPECTOR } };
  await expect(readInspector(other)).rejects.toMatchObject({ code: 'not_found' });
  for (const change of [{ status: 600 }, { status: Number.NaN }, { delayMs: 60_000 }]) {
    await expect(update(member('admin'), change)).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('knows nothing of an address that is no inspector', async () => {
  expect(await record({}, '', 'not-an-inspector-at-all')).toBeNull();
  const unknown = { ctx: world.ctx, input: { inspectorId: 'not-an-inspector-at-all' } };
  await expect(readInspector(unknown)).rejects.toMatchObject({ code: 'not_found' });
});
