import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { hooks, inspectors } from '@/server/db/schema';
import { createCaller } from '@/server/trpc/root';
import type { Actor } from '../actor';
import { headerColumns } from '../hooks/hook-headers';
import { clearInspector, getInspected, getInspector, recordRequest, updateInspector } from '.';

const database = useDatabase();
const INSPECTOR = 'an-inspector-of-ours-1';
let world: World;
let sql: Sql;
let companyId: number;
let hook: { hookId: number; secret: string };

beforeAll(async () => {
  world = createWorld(database.url);
  sql = openPostgres(database.url, { max: 1 });
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

const read = (actor: Actor) => getInspector({ ctx: as(actor), input: { inspectorId: INSPECTOR } });
const codeOf = async (headers: Record<string, string>, body: string) =>
  (await record(headers, body))?.verdict;

it('verifies signatures as any receiver of the standard does, and reports the problem', async () => {
  const body = '{"id":1,"name":"ação"}';
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const verdict = (code: string, params = {}) => ({ code, params });
  expect(await codeOf(signed(body), body)).toEqual(verdict('verified'));
  expect(await codeOf(signed(body), `${body} `)).toEqual(verdict('signature_mismatch'));
  expect(await codeOf(signed(body, minutesAgo(6)), body)).toEqual(verdict('timestamp_old'));
  expect(await codeOf(signed(body, minutesAgo(-6)), body)).toEqual(verdict('timestamp_ahead'));
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
    const { [name]: _, ...others } = signed(body);
    expect(await codeOf(others, body)).toEqual(verdict('header_missing', { name }));
  }
  const malformed = { ...signed(body), 'webhook-timestamp': '2026-03-17' };
  expect(await codeOf(malformed, body)).toEqual(verdict('timestamp_malformed'));
});

it('has no secret for an address without a hook', async () => {
  const id = 'an-inspector-without';
  await world.db.asSystem((tx) => tx.insert(inspectors).values({ id, companyId }));
  expect(await record(signed('{}'), '{}', id)).toMatchObject({ verdict: { code: 'no_secret' } });
});

it('shows received requests, the latest first, with secrets masked and long bodies cut', async () => {
  const setBy = { kind: 'operator' as const, id: null };
  const ctx = as({ kind: 'operator' });
  const owner = { companyId, id: hook.hookId, destinationUrl: 'https://example.com/' };
  const source = { name: 'X-Source', value: 'site', isPublic: true, setBy };
  await world.db.asSystem((tx) => tx.update(hooks).set(headerColumns(ctx, owner, [source])));
  const long = `a\0${'b'.repeat(20_000)}`;
  const headers = {
    ...signed(long),
    authorization: 'Bearer s3cret',
    'x-site': 's3cret',
    'x-source': 'site',
    'webhook-attempt': '3',
  };
  await record(headers, long);
  const seen = await read(member('read_only'));
  expect(seen).toMatchObject({ hookId: hook.hookId, hookName: 'Hook', canChange: false });
  expect(seen.requests).toHaveLength(9);
  const [latest] = seen.requests;
  const shown = { method: 'POST', attempt: 3, bodyBytes: 20_002, answeredStatus: 200 };
  expect(latest).toMatchObject({ ...shown, delivery: null });
  const input = { inspectorId: INSPECTOR, requestId: latest?.id ?? 0 };
  const { headers: kept, body } = await getInspected({ ctx: as(member('read_only')), input });
  expect(Object.fromEntries(kept)).toEqual({
    ...headers,
    authorization: '********',
    'x-site': '********',
  });
  expect(body).toHaveLength(16 * 1024);
});

it('masks a header that its hook shows if another hook has sent it', async () => {
  const sent = { 'x-source': 's3cret of another hook', 'x-hook-event': 's3cret label' };
  await record({ ...signed('{}'), ...sent }, '{"another":1}');
  const [latest] = (await read(member('admin'))).requests;
  const input = { inspectorId: INSPECTOR, requestId: latest?.id ?? 0 };
  const { headers } = await getInspected({ ctx: as(member('admin')), input });
  expect(headers).toEqual(
    expect.arrayContaining([
      ['x-source', '********'],
      ['x-hook-event', '********'],
    ]),
  );
});

it('keeps the last 100 requests, until they are cleared', async () => {
  for (let n = 0; n < 105; n += 1) await record({}, 'x'.repeat(n));
  const before = await read(member('read_only'));
  expect(before.requests).toHaveLength(100);
  expect(before.requests[0]?.bodyBytes).toBe(104);

  const input = { inspectorId: INSPECTOR };
  await expect(clearInspector({ ctx: as(member('read_only')), input })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await clearInspector({ ctx: as(member('admin')), input })).toEqual({ cleared: 100 });
  expect((await read(member('read_only'))).requests).toEqual([]);
  expect(await detailsOf('inspector.clear')).toEqual([{ requests: 100 }]);
});

const detailsOf = async (action: string) =>
  (await sql`SELECT details FROM gancho.audit_log WHERE action = ${action}`).map(
    ({ details }) => details,
  );

it('answers as an admin has set it, after the requests that must fail, and leaves an audit row', async () => {
  const answer = { status: 204, delayMs: 250, failNext: 2 };
  const input = { inspectorId: INSPECTOR, ...answer };
  expect(await updateInspector({ ctx: as(member('admin')), input })).toEqual(answer);
  // Two concurrent requests are still stored as two.
  const [first, second] = await Promise.all([record({}, ''), record({}, '')]);
  const third = await record({}, '');
  expect([first, second, third].map((each) => each?.status)).toEqual([500, 500, 204]);
  expect(third?.delayMs).toBe(250);
  const { failNext, requests } = await read(member('admin'));
  expect(failNext).toBe(0);
  expect(requests.slice(0, 3).map((each) => each.answeredStatus)).toEqual([204, 500, 500]);
  expect(await detailsOf('inspector.update')).toEqual([
    { status: 204, delay_ms: 250, fail_next: 2 },
  ]);
});

it('refuses readers, other companies, and values that a receiver cannot answer', async () => {
  const input = { inspectorId: INSPECTOR, status: 200, delayMs: 0, failNext: 0 };
  const outsider = as(member('admin', companyId + 1));
  await expect(updateInspector({ ctx: as(member('read_only')), input })).rejects.toMatchObject({
    code: 'forbidden',
  });
  for (const attempt of [
    () => updateInspector({ ctx: outsider, input }),
    () => clearInspector({ ctx: outsider, input }),
    () => getInspector({ ctx: outsider, input }),
    () => getInspected({ ctx: outsider, input: { ...input, requestId: 1 } }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  }
  const unknown = { ctx: outsider, input: { inspectorId: 'nobody-has-this-one' } };
  const messages = [{ ctx: outsider, input }, unknown].map((given) =>
    getInspector(given).catch((error: Error) => error.message),
  );
  expect(new Set(await Promise.all(messages)).size).toBe(1);
  const { inspector } = createCaller(as(member('admin')));
  for (const change of [{ status: 600 }, { status: 200.5 }, { delayMs: 60_000 }, { failNext: -1 }])
    await expect(inspector.update({ ...input, ...change })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
});

it('does not find an unknown address, or any address while the demo is off', async () => {
  expect(await record({}, '', 'not-an-inspector-at-all')).toBeNull();
  const unknown = { ctx: world.ctx, input: { inspectorId: 'not-an-inspector-at-all' } };
  await expect(getInspector(unknown)).rejects.toMatchObject({ code: 'not_found' });

  const settings = { ...world.services.settings, isDemo: false };
  const body = Buffer.from('');
  const input = { inspectorId: INSPECTOR, method: 'POST', headers: {}, body };
  expect(await recordRequest({ ctx: { ...world.services, settings }, input })).toBeNull();
  await expect(getInspector({ ctx: { ...world.ctx, settings }, input })).rejects.toMatchObject({
    code: 'not_found',
  });
});
