import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isServiceError } from '@/domain/errors';
import { HOPS_MAX } from '@/domain/limits';
import type { Actor } from '../actor';
import { publishEvents } from './publish-events';

const database = useDatabase();
let world: World;
let companyId: number;
let projectId: number;
let foreignProjectId: number;

beforeAll(async () => {
  world = createWorld(database.url);
  ({ companyId, projectId } = await insertCompany(world));
  ({ projectId: foreignProjectId } = await insertCompany(world, 'Others'));
});
afterAll(() => world.db.close());

const rfi = (change: Record<string, unknown> = {}) => ({
  resource_name: 'RFIs',
  resource_id: 1,
  event_type: 'create',
  project_id: projectId,
  ...change,
});
const publish = (body: unknown, actor: Actor = { kind: 'operator' }) =>
  publishEvents({
    ctx: { ...world.ctx, actor },
    input: { companyId, body: JSON.stringify(body) },
  });
const problemsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) => {
      if (!isServiceError(error)) throw error;
      return error.details.map(({ index, field, code }) => [index, field, code]);
    },
  );
const countEvents = () =>
  asEngine(world.db, async (tx) => {
    const [row] = await tx<{ n: number; pending: number }[]>`
      SELECT (SELECT count(*)::int FROM gancho.events WHERE company_id = ${companyId}) AS n,
        (SELECT coalesce(sum(cardinality(event_ids)), 0)::int FROM gancho.pending_events WHERE company_id = ${companyId}) AS pending`;
    return { n: row?.n ?? 0, pending: row?.pending ?? 0 };
  });

describe('publishEvents', () => {
  it('stores a batch in order, leaves it to dispatch, and informs the engine', async () => {
    const before = await countEvents();
    const announced = world.announced.length;
    const { events } = await publish([rfi(), rfi({ resource_id: '9007199254740993' }), rfi()]);
    const ids = events.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(3);
    const after = await countEvents();
    expect([after.n - before.n, after.pending - before.pending]).toEqual([3, 3]);
    expect(world.announced.slice(announced)).toEqual(['gancho/events.recorded']);
  });

  it('names index and field of every problem, and writes none of the batch', async () => {
    const before = await countEvents();
    const problems = await problemsOf(
      publish([
        rfi(),
        rfi({ resource_name: 'Unicorns' }),
        rfi({ resource_name: 'Weather Logs', event_type: 'delete' }),
        rfi({ project_id: foreignProjectId }),
        rfi({ project_id: null }),
        rfi({ timestamp: '2020-01-01T00:00:00Z' }),
        rfi({ timestamp: new Date(Date.now() + 25 * 3600 * 1000).toISOString() }),
      ]),
    );
    expect(problems).toEqual([
      [1, 'resource_name', 'unknown_resource'],
      [2, 'event_type', 'event_type_not_allowed'],
      [3, 'project_id', 'unknown_project'],
      [4, 'project_id', 'project_required'],
      [5, 'timestamp', 'timestamp_out_of_range'],
      [6, 'timestamp', 'timestamp_out_of_range'],
    ]);
    expect(await countEvents()).toEqual(before);
  });

  it('returns the first event for a known idempotency key, in one batch or across many', async () => {
    const before = await countEvents();
    const first = await publish(rfi({ idempotency_key: 'a' }));
    const again = await publish([
      rfi({ idempotency_key: 'b' }),
      rfi({ idempotency_key: 'a' }),
      rfi({ idempotency_key: 'b' }),
    ]);
    expect(again.events[1]).toEqual({ ...first.events[0], duplicate: true });
    expect(again.events[2]).toEqual({ ...again.events[0], duplicate: true });
    const races = await Promise.all(
      Array.from({ length: 20 }, () => publish(rfi({ idempotency_key: 'c' }))),
    );
    expect(new Set(races.map(({ events }) => events[0]?.id)).size).toBe(1);
    expect(races.filter(({ events }) => !events[0]?.duplicate)).toHaveLength(1);
    expect((await countEvents()).n - before.n).toBe(3);
  });

  it('refuses the key of a different event, stored earlier or in the same batch, and writes nothing', async () => {
    await publish(rfi({ idempotency_key: 'once', data: { a: 1 } }));
    const before = await countEvents();
    const others = [
      rfi({ idempotency_key: 'once', data: { a: 2 } }),
      rfi({ idempotency_key: 'once', data: { a: 1 }, resource_id: 2 }),
      rfi({ idempotency_key: 'once', data: { a: 1 }, event_type: 'update' }),
      rfi({ idempotency_key: 'once', data: { a: 1 }, user_id: 7 }),
    ];
    for (const other of others) {
      const batch = [
        rfi(),
        other,
        rfi({ idempotency_key: 'new' }),
        rfi({ idempotency_key: 'new', user_id: 1 }),
      ];
      await expect(publish(batch)).rejects.toMatchObject({ code: 'conflict' });
      expect(await problemsOf(publish(batch))).toEqual([
        [1, 'idempotency_key', 'idempotency_conflict'],
        [3, 'idempotency_key', 'idempotency_conflict'],
      ]);
      expect(await problemsOf(publish([...batch, rfi({ project_id: null })]))).toEqual([
        [1, 'idempotency_key', 'idempotency_conflict'],
        [3, 'idempotency_key', 'idempotency_conflict'],
        [4, 'project_id', 'project_required'],
      ]);
    }
    expect(await countEvents()).toEqual(before);
    const { events } = await publish(
      rfi({ idempotency_key: 'once', data: { a: 1 }, timestamp: new Date().toISOString() }),
    );
    expect(events[0]?.duplicate).toBe(true);
  });

  it('does not fail other requests of the same commit when a key belongs to a different event', async () => {
    await publish(rfi({ idempotency_key: 'mine' }));
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        publish(i % 2 ? rfi({ resource_id: i }) : rfi({ idempotency_key: 'mine', resource_id: i })),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(
      results.map((_, i) => (i % 2 ? 'fulfilled' : 'rejected')),
    );
  });

  it('reports problems of the schema and of the company’s data together', async () => {
    const problems = await problemsOf(
      publish([
        rfi({ resource_name: 'RFI', user_id: false, typo: 1 }),
        rfi({ project_id: 'x', event_type: 'delete', reason: 'create' }),
        rfi({ resource_id: undefined, project_id: foreignProjectId }),
      ]),
    );
    expect(problems).toEqual([
      [0, 'user_id', 'invalid_type'],
      [0, 'typo', 'unknown_field'],
      [0, 'resource_name', 'unknown_resource'],
      [1, 'project_id', 'invalid_type'],
      [1, 'reason', 'contradiction'],
      [2, 'resource_id', 'required'],
      [2, 'project_id', 'unknown_project'],
    ]);
    await expect(publish(rfi({ resource_name: 'RFI' }))).rejects.toThrow('did you mean RFIs?');
  });

  it('accepts the same key from two companies for two events', async () => {
    const other = await insertCompany(world, 'Third');
    await publish(rfi({ idempotency_key: 'shared' }));
    const { events } = await publishEvents({
      ctx: world.ctx,
      input: {
        companyId: other.companyId,
        body: JSON.stringify(rfi({ idempotency_key: 'shared', project_id: other.projectId })),
      },
    });
    expect(events[0]?.duplicate).toBe(false);
  });

  it('keeps the number of deliveries that led to an event, for each publisher in one commit', async () => {
    const passedOn = [0, HOPS_MAX, 2];
    const published = await Promise.all(
      passedOn.map((hops) =>
        publishEvents({
          ctx: world.ctx,
          input: { companyId, body: JSON.stringify([rfi(), rfi()]), hops },
        }),
      ),
    );
    const ids = published.flatMap(({ events }) => events.map(({ id }) => id));
    const rows = await asEngine(
      world.db,
      (tx) => tx<{ id: number; hops: number }[]>`
        SELECT id, hops FROM gancho.events WHERE id = ANY (${ids}::bigint[])`,
    );
    const hopsOf = new Map(rows.map(({ id, hops }) => [id, hops]));
    expect(ids.map((id) => hopsOf.get(id))).toEqual(passedOn.flatMap((hops) => [hops, hops]));
  });

  it('refuses events from a chain of deliveries that is too long, and writes nothing', async () => {
    const before = await countEvents();
    const tooFar = publishEvents({
      ctx: world.ctx,
      input: { companyId, body: JSON.stringify([rfi()]), hops: HOPS_MAX + 1 },
    });
    expect(await problemsOf(tooFar)).toEqual([[undefined, 'webhook-hops', 'too_many_hops']]);
    expect(await countEvents()).toEqual(before);
  });

  it('stores the events of every concurrent publisher', async () => {
    const before = await countEvents();
    const all = await Promise.all(
      Array.from({ length: 300 }, (_, i) => publish(rfi({ resource_id: i }))),
    );
    expect(new Set(all.map(({ events }) => events[0]?.ulid)).size).toBe(300);
    expect((await countEvents()).n - before.n).toBe(300);
  });

  it('lets a client publish within its access, and answers for all other tenants in the same way', async () => {
    const client = (change: Partial<Extract<Actor, { kind: 'client' }>>): Actor => ({
      kind: 'client',
      apiClientId: 1,
      companyId,
      projectIds: null,
      scopes: ['events:write'],
      ...change,
    });
    await expect(publish(rfi(), client({}))).resolves.toBeDefined();
    await expect(publish(rfi(), client({ projectIds: [projectId] }))).resolves.toBeDefined();
    await expect(publish(rfi(), client({ projectIds: [projectId + 1] }))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(publish(rfi(), client({ companyId: companyId + 1 }))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(publish(rfi(), client({ scopes: ['events:read'] }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { project_id: _, ...without } = rfi();
    const chosen = client({ projectIds: [projectId] });
    const mixed = [rfi(), without, rfi({ project_id: projectId + 1 }), { ...without, projectId }];
    expect(await problemsOf(publish(mixed, chosen))).toEqual([
      [1, 'project_id', 'project_required'],
      [2, 'project_id', 'unknown_project'],
      [3, 'projectId', 'unknown_field'],
      [3, 'project_id', 'project_required'],
    ]);
    expect(await problemsOf(publish(mixed[3], chosen))).toHaveLength(2);
  });

  it('names a conflict of keys together with all other problems', async () => {
    await publish(rfi({ idempotency_key: 'taken', data: { a: 1 } }));
    const other = { idempotency_key: 'taken', data: { a: 2 } };
    const problems = await problemsOf(
      publish([rfi({ ...other, foo: 1 }), rfi({ ...other, timestamp: '2020-01-01T00:00:00Z' })]),
    );
    expect(problems).toEqual([
      [0, 'foo', 'unknown_field'],
      [0, 'idempotency_key', 'idempotency_conflict'],
      [1, 'timestamp', 'timestamp_out_of_range'],
      [1, 'idempotency_key', 'idempotency_conflict'],
    ]);
  });
});
