import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '@/server/gateways/clock';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { publishEvents } from '@/server/services/publish/publish-events';
import { createEngine } from '../create-engine';
import type { HealthChange } from './claim';
import { Pump } from './pump';

const database = useDatabase();
const BUDGET = { budgetMs: 60_000 };
let world: World;
let sender: Sender;
let pump: Pump;
let engine: ReturnType<typeof createEngine>;
let receiver: Receiver;
let changes: HealthChange[];

beforeAll(() => {
  world = createWorld(database.url);
  sender = createSender({ version: '0', allowedPrivateCidrs: ['127.0.0.0/8'] });
});
beforeEach(async () => {
  changes = [];
  pump = new Pump({
    ...world.services,
    sender,
    workerName: 'test',
    onHealthChange: (change) => changes.push(change),
  });
  engine = createEngine(
    { ...world.services, settings: { ...world.services.settings, engine: 'inngest' } },
    pump,
  );
  receiver = await startReceiver({ respond: { status: 200, body: 'taken' } });
});
afterEach(async () => {
  await pump.close();
  await receiver.close();
});
afterAll(async () => {
  await sender.close();
  await world.db.close();
});

const publish = (companyId: number, projectId: number, ids: number[], resource = 'RFIs') =>
  publishEvents({
    ctx: world.ctx,
    input: {
      companyId,
      body: JSON.stringify(
        ids.map((id) => ({
          resource_name: resource,
          resource_id: String(id),
          event_type: 'create' as const,
          project_id: projectId,
        })),
      ),
    },
  });

const statusesOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const rows = await tx<{ status: string; code: string | null; n: number; attempts: number }[]>`
      SELECT status, reason->>'code' AS code, count(*)::int AS n, sum(attempts)::int AS attempts
      FROM gancho.deliveries WHERE hook_id = ${hookId}::bigint GROUP BY 1, 2 ORDER BY 1`;
    return rows.map((row) => ({ ...row }));
  });
const queueOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const [row] = await tx<{ live: number; in_flight: number; streak: number; asleep: boolean }[]>`
      SELECT (SELECT count(*)::int FROM gancho.queue q WHERE q.hook_id = h.hook_id) AS live, in_flight,
        failure_streak AS streak, next_at = 'infinity' AS asleep
      FROM gancho.hook_queue h WHERE h.hook_id = ${hookId}::bigint`;
    return { ...row };
  });
/** Makes the deliveries that wait for a retry due now. */
const makeDue = (hookId: number) => world.db.engine`SELECT gancho.resume_hook(${hookId}::bigint)`;

describe('the main job', () => {
  it('delivers a published event, signed, to every hook that subscribes to it and to no other', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const other = await insertCompany(world, 'Other Builders');
    const at = { destinationUrl: receiver.url };
    const hook = await insertHook(world, { companyId, projectId, ...at });
    const everywhere = await insertHook(world, { companyId, allProjects: true, ...at });
    await insertHook(world, { companyId, ...at }); // Only the company's own resources.
    await insertHook(world, { companyId, projectId, ...at, selected: [['RFIs', 'update']] });
    await insertHook(world, { companyId: other.companyId, projectId: other.projectId, ...at });

    const { events } = await publish(companyId, projectId, [11]);
    const run = await engine.dispatchAndDeliver(BUDGET);

    expect(run).toMatchObject({ dispatched: 1, attempted: 2, hasMore: false, nextDueAt: null });
    const ids = receiver.requests.map((request) => request.headers['webhook-id']).sort();
    expect(ids).toEqual(
      [hook, everywhere].map(({ hookId }) => `${events[0]?.ulid}_${hookId}`).sort(),
    );
    const request = receiver.requests.find(
      (one) => one.headers['webhook-id'] === `${events[0]?.ulid}_${hook.hookId}`,
    );
    const body = new Webhook(hook.secret).verify(
      request?.body.toString() ?? '',
      request?.headers as Record<string, string>,
    );
    expect(body).toMatchObject({
      id: events[0]?.id,
      resource_name: 'RFIs',
      resource_id: 11,
      event_type: 'create',
      project_id: projectId,
    });
    expect(await statusesOf(hook.hookId)).toEqual([
      { status: 'delivered', attempts: 1, code: null, n: 1 },
    ]);
    expect(await queueOf(hook.hookId)).toEqual({ live: 0, in_flight: 0, streak: 0, asleep: true });
    const [attempt] = await asEngine(
      world.db,
      (tx) => tx<{ outcome: string; response_status: number; body: string }[]>`
        SELECT outcome, response_status, encode(response_body, 'escape') AS body
        FROM gancho.attempts WHERE hook_id = ${hook.hookId}::bigint`,
    );
    expect({ ...attempt }).toEqual({ outcome: 'success', response_status: 200, body: 'taken' });
  });

  it('tries a failed delivery again, with the same body and id, until it is taken', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, { companyId, projectId, destinationUrl: receiver.url });
    receiver.respondWith({ status: 503 });
    await publish(companyId, projectId, [1]);
    const first = await engine.dispatchAndDeliver(BUDGET);
    expect(first.nextDueAt).toBeGreaterThan(systemClock.nowMs() - 1000);
    expect(await statusesOf(hook.hookId)).toEqual([
      { status: 'retrying', attempts: 1, code: 'http_status', n: 1 },
    ]);

    receiver.respondWith({ status: 204 });
    await makeDue(hook.hookId);
    await engine.deliver(BUDGET);
    expect(await statusesOf(hook.hookId)).toEqual([
      { status: 'delivered', attempts: 2, code: null, n: 1 },
    ]);
    const [a, b] = receiver.requests;
    expect(b?.body.equals(a?.body ?? Buffer.alloc(0))).toBe(true);
    expect(b?.headers['webhook-id']).toBe(a?.headers['webhook-id']);
    expect([a, b].map((one) => one?.headers['webhook-attempt'])).toEqual(['1', '2']);
  });

  it('opens the circuit after five failures: one probe at a time, the rest waits', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: receiver.url,
      maxInFlight: 5,
    });
    receiver.respondWith({ status: 500 });
    await publish(companyId, projectId, [1, 2, 3, 4, 5]);
    await engine.dispatchAndDeliver(BUDGET);
    await publish(companyId, projectId, [6, 7, 8, 9]);
    await engine.dispatchAndDeliver(BUDGET);
    expect(receiver.requests).toHaveLength(5);
    expect(changes).toMatchObject([{ hookId: hook.hookId, companyId, change: 'opened' }]);
    expect((await statusesOf(hook.hookId)).map(({ status, n }) => [status, n])).toEqual([
      ['queued', 4],
      ['retrying', 5],
    ]);

    receiver.respondWith({ status: 200 });
    await makeDue(hook.hookId);
    await engine.deliver(BUDGET);
    expect(await queueOf(hook.hookId)).toEqual({ live: 0, in_flight: 0, streak: 0, asleep: true });
  });

  it('keeps the order of a hook that asks for it, and lets nothing pass a failure', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: receiver.url,
      deliveryMode: 'in_order',
    });
    receiver.respondWith({ status: 500 });
    await publish(companyId, projectId, [1, 2, 3]);
    await engine.dispatchAndDeliver(BUDGET);
    expect(receiver.requests).toHaveLength(1);

    receiver.respondWith({ status: 200 });
    await makeDue(hook.hookId);
    await engine.deliver(BUDGET);
    const resources = receiver.requests.map((one) => JSON.parse(one.body.toString()).resource_id);
    expect(resources).toEqual([1, 1, 2, 3]);
  });

  it('disables a hook that answers 410, and keeps the next deliveries Queued', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: receiver.url,
      maxInFlight: 1,
    });
    receiver.respondWith({ status: 410 });
    await publish(companyId, projectId, [1, 2]);
    await engine.dispatchAndDeliver(BUDGET);
    expect((await statusesOf(hook.hookId)).map(({ status, code, n }) => [status, code, n])).toEqual(
      [
        ['failed', 'gone', 1],
        ['queued', null, 1],
      ],
    );
    expect(receiver.requests).toHaveLength(1);
  });

  it('discards the whole queue when nothing has succeeded for the retry window, and starts again', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: receiver.url,
      maxInFlight: 1,
    });
    receiver.respondWith({ status: 500 });
    await publish(companyId, projectId, [1, 2, 3]);
    await asEngine(world.db, async (tx) => {
      await tx`UPDATE gancho.hook_queue SET failing_since = now() - interval '13 hours', failure_streak = 3 WHERE hook_id = ${hook.hookId}`;
    });
    await engine.dispatchAndDeliver(BUDGET);
    await engine.sweep();
    expect((await statusesOf(hook.hookId)).map(({ status, code, n }) => [status, code, n])).toEqual(
      [['discarded', 'hook_window_ended', 3]],
    );
    // People find a discarded delivery by its discard, or by the answers to its attempts.
    const unattempted = await asEngine(
      world.db,
      async (tx) =>
        tx`SELECT FROM gancho.deliveries d WHERE d.hook_id = ${hook.hookId} AND d.attempts = 0
        AND d.id NOT IN (SELECT x.delivery_id FROM gancho.discards x WHERE x.hook_id = d.hook_id)`,
    );
    expect(unattempted).toHaveLength(0);

    receiver.respondWith({ status: 200 });
    await publish(companyId, projectId, [4]);
    await engine.dispatchAndDeliver(BUDGET);
    expect((await statusesOf(hook.hookId)).map(({ status, n }) => [status, n])).toEqual([
      ['delivered', 1],
      ['discarded', 3],
    ]);
  });

  it('takes back the deliveries of a dead process, as attempts of unknown outcome', async () => {
    const { companyId, projectId } = await insertCompany(world);
    const hook = await insertHook(world, { companyId, projectId, destinationUrl: receiver.url });
    await publish(companyId, projectId, [1]);
    await world.db.engine`SELECT gancho.dispatch(100, 100)`;
    const [worker] = await world.db.engine<
      { id: number }[]
    >`SELECT gancho.register_worker('doomed') AS id`;
    await world.db
      .engine`SELECT * FROM gancho.claim(${worker?.id ?? 0}::integer, 10, 10, 1000000, 10, 30, '{}', '{}')`;
    await engine.deliver(BUDGET);
    expect(receiver.requests).toHaveLength(0);

    await world.db.engine`SELECT gancho.register_worker('doomed')`;
    await engine.deliver(BUDGET);
    expect(await statusesOf(hook.hookId)).toEqual([
      { status: 'delivered', attempts: 2, code: null, n: 1 },
    ]);
    const attempts = await asEngine(
      world.db,
      (tx) => tx<{ outcome: string }[]>`
        SELECT outcome FROM gancho.attempts WHERE hook_id = ${hook.hookId}::bigint ORDER BY n`,
    );
    expect(attempts.map((row) => row.outcome)).toEqual(['unknown', 'success']);
  });
});
