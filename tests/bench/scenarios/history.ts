import { claimUpTo } from '@tests/factories/claims';
import { insertCompany, insertHook } from '@tests/factories/world';
import { type ListDeliveriesInput, listDeliveriesInput } from '@/contracts/deliveries';
import { openPostgres } from '@/server/db/driver';
import { listDeliveries } from '@/server/services/delivery-history';
import { fillHistory } from '../fill-history';
import { type Measure, quantile } from '../measure';
import { makeHooks, queueUp, type Stage } from '../stage';

const TIMES = 60;
const CLAIMS = 40;
const DAY_MS = 24 * 3600 * 1000;

/**
 * S6: the time of a list over a hook's long history, as a tenant under row security; and whether the history slows a
 * claim.
 */
export async function history(
  stage: Stage,
  { deliveries, otherHooks }: { deliveries: number; otherHooks: number },
): Promise<Measure[]> {
  const { world } = stage;
  const tenant = await makeHooks(world, 1, { destinationUrl: stage.receiver.url });
  const hookId = tenant.hookIds[0] ?? 0;
  const claimBefore = await claimMs(stage);
  const sql = openPostgres(stage.databaseUrl, { max: 1 });
  const others: (typeof tenant & { hookId: number })[] = [];
  for (let i = 0; i < otherHooks; i += 1) {
    // Some hooks of the same company, most of others.
    const { companyId, projectId } = i % 3 === 0 ? tenant : await insertCompany(world);
    const other = { companyId, projectId, destinationUrl: stage.receiver.url };
    others.push({ ...other, ...(await insertHook(world, other)), hookIds: [] });
  }
  await fillHistory(sql, { ...tenant, hookId }, deliveries, others);
  await sql.end();
  const claimAfter = await claimMs(stage);

  const list = (narrowed: Partial<ListDeliveriesInput>) =>
    listDeliveries({
      ctx: world.ctx,
      input: listDeliveriesInput.parse({ ...tenant, hookId, ...narrowed }),
    });
  const since = new Date(Date.now() - 9 * DAY_MS);
  const until = new Date(Date.now() - 8 * DAY_MS);
  const deep = await list({ until, limit: 1 });
  const measures: Measure[] = [];
  for (const [name, narrowed] of [
    ['newest page', {}],
    ['a page deep by cursor', { cursor: deep.next }],
    ['by resource ID', { resourceId: '4711' }],
    ['one rare status', { statuses: ['discarded'] }],
    [
      'status, resource and a day',
      { statuses: ['discarded'], resourceNames: ['RFIs'], since, until },
    ],
    ['5xx', { responses: ['5xx'] }],
    ['a status that never was', { responses: ['418'] }],
  ] as const satisfies [string, object][]) {
    const times: number[] = [];
    for (let i = 0; i < TIMES; i += 1) {
      const started = performance.now();
      await list(narrowed as Partial<ListDeliveriesInput>);
      times.push(performance.now() - started);
    }
    measures.push({ name: `  ${name}, p95`, unit: 'ms', value: quantile(times, 0.95) });
  }
  return [
    {
      name: `history of ${deliveries.toLocaleString('en')} deliveries${otherHooks > 0 ? ', 3 x in other hooks' : ''}`,
      unit: '',
      value: deliveries,
    },
    ...measures,
    {
      name: '  claim of one delivery, p50',
      unit: 'ms',
      value: claimAfter,
      ratio: { value: claimAfter / claimBefore, of: 'an empty history' },
    },
  ];
}

/** The median time of claims of one delivery each, from a short queue. */
async function claimMs(stage: Stage): Promise<number> {
  const { world } = stage;
  const tenant = await makeHooks(world, 1, {
    destinationUrl: stage.receiver.url,
    maxInFlight: 200,
  });
  await queueUp(world, tenant, CLAIMS);
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('history') AS id`;
  const times: number[] = [];
  for (let i = 0; i < CLAIMS; i += 1) {
    const started = performance.now();
    await claimUpTo(world.db.engine, row?.id ?? 0, { quick: 1 });
    times.push(performance.now() - started);
  }
  await world.db
    .engine`SELECT gancho.discard_queue(${tenant.hookIds[0] ?? 0}::bigint, '{"code":"queue_discarded","params":{}}')`;
  return quantile(times, 0.5);
}
