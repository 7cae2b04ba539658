import { finishDelivery } from '@tests/factories/finish-delivery';
import { createRestClient } from '@tests/factories/rest-client';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deliveryChangesInput,
  findByResourceInput,
  listDeliveriesInput,
  neighboursInput,
} from '@/contracts/deliveries';
import { v1 } from '@/contracts/rest/v1';
import { v2 } from '@/contracts/rest/v2';
import { publishEvents } from '../publish/publish-events';
import { findByResource, findNeighbours, getDelivery, listChanges, listDeliveries } from '.';
import { dayRangeOf } from './day-range';
import { findIds, searchFor } from './find-ids';

const database = useDatabase();
let world: World;
let hook: { companyId: number; projectId: number; hookId: number };
/** Oldest first: one each of delivered, failed after a retry, discarded without an attempt, and two queued. */
let ids: number[];

beforeAll(async () => {
  world = createWorld(database.url);
  const tenant = await insertCompany(world);
  const { hookId } = await insertHook(world, {
    ...tenant,
    destinationUrl: 'https://example.com/hooks',
    selected: [
      ['RFIs', 'create'],
      ['Drawings', 'update'],
    ],
  });
  hook = { ...tenant, hookId };
  for (const [index, resource] of ['RFIs', 'RFIs', 'RFIs', 'Drawings', 'Drawings'].entries()) {
    const body = JSON.stringify({
      resource_name: resource,
      resource_id: 100 + index,
      event_type: resource === 'RFIs' ? 'create' : 'update',
      project_id: tenant.projectId,
      timestamp: new Date(Date.now() - 1000).toISOString(),
    });
    await publishEvents({ ctx: world.ctx, input: { companyId: tenant.companyId, body } });
    await world.db.engine`SELECT * FROM gancho.dispatch(100, 100)`;
  }
  ids = await asEngine(world.db, async (tx) => {
    const rows = await tx`SELECT id FROM gancho.deliveries WHERE hook_id = ${hookId} ORDER BY id`;
    return rows.map((row) => row.id as number);
  });
  await finish(0, 'delivered', [['success', 204]]);
  await finish(1, 'failed', [
    ['failure', 500],
    ['gone', 410],
  ]);
  await finish(2, 'discarded', []);
});
afterAll(() => world.db.close());

const finish = (index: number, status: string, outcomes: [string, number][]) =>
  finishDelivery(world.db, { ...hook, id: ids[index] ?? 0 }, status, outcomes);

const list = (input: object = {}) =>
  listDeliveries({ ctx: world.ctx, input: listDeliveriesInput.parse({ ...hook, ...input }) });
const idsOf = async (input: object) => (await list(input)).items.map(({ id }) => ids.indexOf(id));

describe('listDeliveries', () => {
  it('returns all of them by its cursor, newest first', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ limit: 2, cursor });
      expect(page.total).toEqual({ count: 5, isCapped: false });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([...ids].reverse());
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('filters by status, resource, its id, event type and time, with a total', async () => {
    expect(await idsOf({ statuses: ['delivered', 'failed'] })).toEqual([1, 0]);
    expect(await idsOf({ resourceNames: ['Drawings'] })).toEqual([4, 3]);
    expect(await idsOf({ resourceId: '102' })).toEqual([2]);
    expect(await idsOf({ eventTypes: ['update'], statuses: ['queued'] })).toEqual([4, 3]);
    expect(await idsOf({ until: new Date(Date.now() - 60_000) })).toEqual([]);
    expect(await idsOf({ since: new Date(Date.now() - 60_000) })).toHaveLength(5);
    expect((await list({ statuses: ['queued'], limit: 1 })).total.count).toBe(2);
    expect((await list({ statuses: ['queued'], resourceId: '103' })).total.count).toBe(1);
  });

  it('filters by the answer and by the number of attempts', async () => {
    expect(await idsOf({ responses: ['2xx'] })).toEqual([0]);
    expect(await idsOf({ responses: ['410', '2xx'] })).toEqual([1, 0]);
    expect(await idsOf({ responses: ['none'] })).toEqual([]);
    expect(await idsOf({ attemptsMin: 1 })).toEqual([1, 0]);
    expect(await idsOf({ attemptsMin: 1, attemptsMax: 1 })).toEqual([0]);
    expect(await idsOf({ responses: ['410'] })).toEqual([1]);
    expect(await idsOf({ responses: ['4xx', '503'], attemptsMin: 2 })).toEqual([1]);
    // Only the last answer of a delivery counts, not an earlier one.
    expect(await idsOf({ responses: ['5xx'] })).toEqual([]);
    expect(await idsOf({ attemptsMin: 2 })).toEqual([1]);
    expect(await idsOf({ attemptsMin: 3 })).toEqual([]);
    expect(await idsOf({ ids: [ids[3] ?? 0, ids[0] ?? 0] })).toEqual([3, 0]);
    expect(() => listDeliveriesInput.parse({ ...hook, responses: ['6xx'] })).toThrow();
  });

  it.each([
    { responses: ['418'] },
    { responses: ['5xx', 'none'] },
    { attemptsMin: 2 },
    { statuses: ['failed', 'retrying'] },
    { statuses: ['discarded', 'failed'], resourceNames: ['RFIs'] },
    { statuses: ['discarded'], order: 'oldest' as const },
  ])('searches for %j in the unusual deliveries, and finds the same', async (asked) => {
    const filter = listDeliveriesInput.parse({ ...hook, ...asked });
    await world.db.asTenant(hook.companyId, async (tx) => {
      const range = await dayRangeOf(tx, hook, filter);
      const search = { history: hook, filter, order: filter.order, after: null, limit: 10 };
      const foundBy = (isUnusualRare: boolean) =>
        findIds(tx, { ...search, range: { ...range, isUnusualRare } });
      expect(await foundBy(true)).toEqual(await foundBy(false));

      // With so few rows, any plan is good. The test checks only whether the index can serve the query.
      await tx.execute(
        sql`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`,
      );
      const found = searchFor(tx, { ...search, range: { ...range, isUnusualRare: true } });
      const plan = await tx.execute(sql`EXPLAIN SELECT FROM ${found}`);
      expect(JSON.stringify(plan).replaceAll(/\d{8}/g, '')).toMatch(
        /attempts__hook_id_delivery_id_n_response_status_idx.* deliveries__pkey/,
      );
    });
  });

  it('finds later interrupted deliveries by their last answer', async () => {
    const id = ids[1] ?? 0;
    await asEngine(world.db, async (tx) => {
      await tx`UPDATE gancho.deliveries SET attempts = 3 WHERE id = ${id}`;
      await tx`
        INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, started_at)
        VALUES (${id}, 3, ${hook.companyId}, ${hook.hookId}, 'unknown', now())`;
    });
    expect(await idsOf({ responses: ['410'], attemptsMin: 3 })).toEqual([1]);
    await asEngine(world.db, async (tx) => {
      await tx`UPDATE gancho.deliveries SET attempts = 2 WHERE id = ${id}`;
      await tx`DELETE FROM gancho.attempts WHERE delivery_id = ${id} AND n = 3`;
    });
  });

  it('can start with the oldest', async () => {
    const first = await list({ order: 'oldest', limit: 3 });
    expect(first.items.map(({ id }) => ids.indexOf(id))).toEqual([0, 1, 2]);
    expect(await idsOf({ order: 'oldest', limit: 3, cursor: first.next })).toEqual([3, 4]);
  });

  it('shows no deliveries of another company or another hook', async () => {
    const other = await insertCompany(world, 'Other');
    await expect(list(other)).rejects.toMatchObject({ code: 'not_found' });
    const deliveryId = ids[0] ?? 0;
    const second = await insertHook(world, { ...hook, destinationUrl: 'https://example.com/' });
    const input = { ...hook, hookId: second.hookId, deliveryId };
    await expect(getDelivery({ ctx: world.ctx, input })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('findNeighbours', () => {
  const beside = async (index: number, input: object = {}) => {
    const parsed = neighboursInput.parse({ ...hook, deliveryId: ids[index], ...input });
    const { previous, next } = await findNeighbours({ ctx: world.ctx, input: parsed });
    return [previous, next].map((id) => (id === null ? null : ids.indexOf(id)));
  };

  it('finds the neighbours of a delivery, in the order and filter of its list', async () => {
    expect(await beside(2)).toEqual([3, 1]);
    expect(await beside(2, { order: 'oldest' })).toEqual([1, 3]);
    expect(await beside(4)).toEqual([null, 3]);
    expect(await beside(2, { statuses: ['queued', 'delivered'] })).toEqual([3, 0]);
  });

  it('finds nothing for another company', async () => {
    const other = await insertCompany(world, 'Other');
    await expect(beside(2, other)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('listChanges', () => {
  const changes = (input: object) =>
    listChanges({ ctx: world.ctx, input: deliveryChangesInput.parse({ ...hook, ...input }) });

  it('reports the state of the watched ones, and how many are new to the list', async () => {
    const { items, newCount } = await changes({ watched: [ids[1], 1], after: ids[2] });
    expect(items).toMatchObject([{ id: ids[1], status: 'failed' }]);
    expect(newCount).toBe(2);
    const filter = { statuses: ['delivered'] };
    expect(await changes({ ...filter, watched: [], after: ids[0] })).toMatchObject({ newCount: 0 });
  });
});

describe('findByResource', () => {
  const find = (input: object) =>
    findByResource({ ctx: world.ctx, input: findByResourceInput.parse({ ...hook, ...input }) });

  it('finds the deliveries of a resource by all hooks of the tenant', async () => {
    const { items, next } = await find({ resourceId: '101' });
    expect(items).toMatchObject([{ id: ids[1], hookName: 'Hook', status: 'failed' }]);
    expect(next).toBeNull();
    expect((await find({ resourceId: '999' })).items).toEqual([]);
  });

  it('stays within the tenant', async () => {
    const other = await insertCompany(world, 'Other');
    expect((await find({ ...other, resourceId: '101' })).items).toEqual([]);
    const company = { companyId: hook.companyId, projectId: null };
    expect((await find({ ...company, resourceId: '101' })).items).toEqual([]);
    const actor = { kind: 'user', userId: 1, roles: [{ ...other, role: 'admin' }] } as const;
    const input = findByResourceInput.parse({ ...hook, resourceId: '101' });
    await expect(findByResource({ ctx: { ...world.ctx, actor }, input })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('deliveries over REST', () => {
  it('have one record per attempt in v1.0, paged by the last id', async () => {
    const client = createRestClient(world);
    const token = await client.signIn(hook.companyId);
    const path = `/rest/v1.0/webhooks/hooks/${hook.hookId}/deliveries`;
    const get = async (query: string) => {
      const { status, body } = await client.call('GET', path, token, { query });
      expect(status).toBe(200);
      return v1.delivery.strict().array().parse(body);
    };
    const all = await get(`project_id=${hook.projectId}`);
    expect(all.map(({ id, outcome }) => [ids.indexOf(id), outcome])).toEqual([
      [2, 'discarded'],
      [1, 'retried'],
      [1, 'failed'],
      [0, 'ok'],
    ]);
    expect(await get(`page_start=${ids[1]}`)).toMatchObject([{ id: ids[0], response_status: 204 }]);
    expect(await get('page_size=1')).toHaveLength(1);
    expect(await get('filters%5Bstatus%5D=failing')).toHaveLength(2);
    expect(await get('filter[status]=successful')).toHaveLength(1);
    expect(await client.call('GET', path, token, { query: 'filter[status]=odd' })).toMatchObject({
      status: 400,
    });
  });

  it('have one record per event in v2.0, with both spellings of a filter', async () => {
    const client = createRestClient(world);
    const token = await client.signIn(hook.companyId);
    const base = `/rest/v2.0/companies/${hook.companyId}/projects/${hook.projectId}/webhooks`;
    const path = `${base}/hooks/${hook.hookId}/deliveries`;
    const get = async (query: string) => {
      const answer = await client.call('GET', path, token, { query });
      expect(answer.status).toBe(200);
      const { data } = answer.body as { data: unknown };
      return { headers: answer.headers, items: v2.delivery.strict().array().parse(data) };
    };
    const first = await get('per_page=2');
    expect(first.headers).toMatchObject({ total: '5', 'per-page': '2' });
    expect(first.items.map(({ status }) => status)).toEqual(['enqueued', 'enqueued']);
    expect((await get('per_page=2&page=3')).items).toMatchObject([{ id: String(ids[0]) }]);
    const succeeded = await get('filter%5Bstatus%5D=succeeded');
    expect(succeeded.items).toMatchObject([
      { status: 'delivered', delivery_attempts: [{ success: true, response_status: 204 }] },
    ]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await get(`filters[start]=${today}&filters[end]=${today}`)).items.length).toBe(5);
    expect((await get('filter[end]=2020-01-01')).items).toEqual([]);
    const one = await client.call('GET', `${path}/${ids[1]}`, token);
    expect(one.body).toMatchObject({ data: { delivery_attempts: [{}, { response_status: 410 }] } });
  });
});
