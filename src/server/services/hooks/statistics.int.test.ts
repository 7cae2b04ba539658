import { createRestClient } from '@tests/factories/rest-client';
import { asEngine, insertCompany, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { miscountedHours } from '@tests/support/miscounted-hours';
import { describe, expect, it } from 'vitest';
import { v2 } from '@/contracts/rest/v2';
import { getStatistics, listActivity, sendTest } from '.';

const stage = useEngineStage();
const HOUR_MS = 3_600_000;

async function hook() {
  const { hookId } = await insertHook(stage.world, {
    ...stage.tenant,
    destinationUrl: stage.receiver.url,
  });
  return { ...stage.tenant, hookId };
}

const statistics = (input: Parameters<typeof getStatistics>[0]['input']) =>
  getStatistics({ ctx: stage.world.ctx, input });

/** Inserts one attempt, `hoursAgo`, as the engine would have counted it. */
function insertHour(hookId: number, hoursAgo: number, successes: number) {
  return asEngine(
    stage.world.db,
    (tx) => tx`
      INSERT INTO gancho.hook_hours (company_id, hook_id, hour, successes)
      VALUES (${stage.tenant.companyId}, ${hookId}, gancho.hour_of(clock_timestamp()) - ${hoursAgo}::integer, ${successes})`,
  );
}

describe('the statistics of a hook', () => {
  it('agree with its attempts', async () => {
    const at = await hook();
    const answers: Record<string, number> = { '4': 500, '5': 410 };
    stage.receiver.respondWith(({ body }) => {
      const { resource_id } = JSON.parse(body.toString()) as { resource_id: number };
      return { status: answers[resource_id] ?? 200 };
    });
    await stage.engine.publish(stage.tenant, [1, 2, 3, 4, 5]);
    await stage.engine.dispatch();

    const found = await statistics({ ...at, window: '24h' });
    expect(found.attempts).toEqual({ successes: 3, failures: 2 });
    expect(found.successRate).toBe(0.6);
    expect(found.deliveries).toEqual({
      delivered: 3,
      failed: 1,
      discarded: 0,
      queued: 0,
      retrying: 1,
    });
    const { p50Ms, p95Ms, p99Ms } = found.latency ?? { p50Ms: 0, p95Ms: 0, p99Ms: 0 };
    expect(p50Ms).toBeGreaterThan(0);
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
    expect(p99Ms).toBeGreaterThanOrEqual(p95Ms);
    const sum = found.buckets.reduce((all, one) => all + one.successes + one.failures, 0);
    expect(sum).toBe(5);
    const miscounted = await asEngine(stage.world.db, (tx) => miscountedHours(tx));
    expect(miscounted.filter(({ hook_id }) => hook_id === at.hookId)).toEqual([]);
  });

  it('leave tests out, and have no rate for a hook that never delivered', async () => {
    const at = await hook();
    await sendTest({ ctx: stage.world.ctx, input: at });
    await stage.engine.deliver();
    await stage.receiver.waitFor(1);
    expect(await statistics({ ...at, window: '24h' })).toMatchObject({
      attempts: { successes: 0, failures: 0 },
      successRate: null,
      latency: null,
    });
  });

  it.each([
    ['24h', 24, 1],
    ['7d', 28, 6],
    ['28d', 28, 24],
  ] as const)('of %s have %i buckets without a gap, and no more', async (window, count, hours) => {
    const at = await hook();
    const empty = await statistics({ ...at, window });
    expect(empty.buckets).toHaveLength(count);
    for (const [n, bucket] of empty.buckets.entries()) {
      expect(bucket).toEqual({
        start: new Date(empty.since.getTime() + n * hours * HOUR_MS),
        successes: 0,
        failures: 0,
        p95Ms: null,
      });
    }
    const age = Math.floor(Date.now() / HOUR_MS) - empty.since.getTime() / HOUR_MS;
    await insertHour(at.hookId, age, 7);
    await insertHour(at.hookId, age + 1, 100);
    await insertHour(at.hookId, 0, 2);
    const { buckets, attempts } = await statistics({ ...at, window });
    expect(attempts.successes).toBe(9);
    expect(buckets[0]?.successes).toBe(7);
    expect(buckets.at(-1)?.successes).toBe(2);
  });

  it('are not accessible to another company', async () => {
    const at = await hook();
    const other = await insertCompany(stage.world, 'Other');
    const roles = [{ ...other, role: 'admin' as const }];
    const ctx = { ...stage.world.ctx, actor: { kind: 'user' as const, userId: 1, roles } };
    const notFound = { code: 'not_found' };
    await expect(getStatistics({ ctx, input: { ...at, window: '24h' } })).rejects.toMatchObject(
      notFound,
    );
    await expect(
      getStatistics({ ctx, input: { ...other, hookId: at.hookId, window: '24h' } }),
    ).rejects.toMatchObject(notFound);
    await expect(listActivity({ ctx, input: stage.tenant })).rejects.toMatchObject(notFound);
  });
});

describe('over REST', () => {
  it('have the documented shape, and the error for a bad window names it', async () => {
    const at = await hook();
    await stage.engine.publish(stage.tenant, [1]);
    await stage.engine.dispatch();
    const client = createRestClient(stage.world);
    const token = await client.signIn(stage.tenant.companyId, { scopes: ['deliveries:read'] });
    const path = `/rest/v2.0/companies/${at.companyId}/projects/${at.projectId}/webhooks/hooks/${at.hookId}/statistics`;
    const answer = await client.call('GET', path, token, { query: 'window=7d' });
    expect(answer.status).toBe(200);
    const { data } = answer.body as { data: unknown };
    expect(v2.statistics.strict().parse(data)).toMatchObject({
      window: '7d',
      attempts: { successes: 1, failures: 0 },
      success_rate: 1,
    });
    const refused = await client.call('GET', path, token, { query: 'window=1y' });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).toContain('window');
  });
});

describe('the activity of a list', () => {
  it('contains the last 24 hours of each of its hooks, and of no other hook', async () => {
    const first = await hook();
    const second = await hook();
    const ofCompany = await insertHook(stage.world, {
      companyId: stage.tenant.companyId,
      destinationUrl: stage.receiver.url,
    });
    for (const { hookId } of [first, ofCompany]) {
      await insertHour(hookId, 23, 4);
      await insertHour(hookId, 24, 50);
    }
    await stage.engine.publish(stage.tenant, [1]);
    await stage.engine.dispatch();
    const { items } = await listActivity({ ctx: stage.world.ctx, input: stage.tenant });
    const seen = Object.fromEntries(
      items.map(({ hookId, hours }) => [hookId, hours.map((hour) => hour.successes)]),
    );
    const quiet = new Array<number>(22).fill(0);
    expect(seen).toEqual({
      [first.hookId]: [4, ...quiet, 1],
      [second.hookId]: [0, ...quiet, 1],
    });
    const whole = { companyId: stage.tenant.companyId, projectId: null };
    const ids = async (input: object) =>
      (await listActivity({ ctx: stage.world.ctx, input: { ...whole, ...input } })).items.map(
        ({ hookId }) => hookId,
      );
    expect(await ids({})).toEqual([ofCompany.hookId]);
    expect((await ids({ withProjects: true })).sort()).toEqual(
      [first.hookId, second.hookId, ofCompany.hookId].sort(),
    );
  });
});
