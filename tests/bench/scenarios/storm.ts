import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { asEngine } from '@tests/factories/world';
import { type Measure, quantile } from '../measure';
import { dispatchAll, eventsOf, makeHooks, queueUp, type Stage } from '../stage';
import { deliverAll } from './drain';
import { openPublisher } from './ingest';

const HOOKS = 100;

/** S7: retries that all become due in the same second, while others publish. */
export async function storm(
  stage: Stage,
  retries: number,
  drainPerSecond: number,
): Promise<Measure[]> {
  // The first second of a server that was just started is not representative.
  await ingestTimes(stage, () => pause(2000));
  const idle = await ingestTimes(stage, () => pause(3000));
  const tenant = await makeHooks(stage.world, HOOKS, { destinationUrl: stage.receiver.url });
  await queueUp(stage.world, tenant, retries / HOOKS);
  await makeRetries(stage, tenant.hookIds);
  const receipts = new Map<string, number>();
  stage.receiver.on((id) => receipts.set(id, (receipts.get(id) ?? 0) + 1));
  let perSecond = 0;
  const beside = await ingestTimes(stage, async () => {
    const started = performance.now();
    await deliverAll(stage, retries);
    perSecond = retries / ((performance.now() - started) / 1000);
  });
  stage.receiver.on(() => {});
  return [
    {
      name: `storm of ${retries.toLocaleString('en')} retries`,
      unit: '/s',
      value: perSecond,
      ratio: { value: perSecond / drainPerSecond, of: 'drain' },
    },
    {
      name: '  sent twice',
      unit: '',
      value: [...receipts.values()].filter((count) => count > 1).length,
    },
    {
      name: '  ingest p99 at the same time',
      unit: 'ms',
      value: quantile(beside, 0.99),
      ratio: { value: quantile(beside, 0.99) / quantile(idle, 0.99), of: 'idle' },
    },
  ];
}

/** Makes all deliveries due, as if each had failed once. */
async function makeRetries({ world }: Stage, hookIds: number[]): Promise<void> {
  await asEngine(world.db, async (tx) => {
    await tx`UPDATE gancho.queue SET attempt = 1, first_attempt_at = now(), due_at = now() WHERE hook_id = ANY (${hookIds}::bigint[])`;
    await tx`UPDATE gancho.deliveries SET status = 'retrying', attempts = 1, first_attempt_at = now(), next_attempt_at = now() WHERE hook_id = ANY (${hookIds}::bigint[])`;
    await tx`UPDATE gancho.delivery_counts SET retrying = queued, queued = 0 WHERE hook_id = ANY (${hookIds}::bigint[])`;
  });
}

/** The times of single publishes, four at a time, during `work`. */
async function ingestTimes(stage: Stage, work: () => Promise<void>): Promise<number[]> {
  const publisher = await openPublisher(stage, 1);
  const body = JSON.stringify(eventsOf(publisher.projectId, 1)[0]);
  const prober = fork(join(import.meta.dirname, 'prober.mjs'));
  prober.send({ ...publisher.target, body });
  await work();
  prober.send('stop');
  const [times] = (await once(prober, 'message')) as [number[]];
  await publisher.close();
  await dispatchAll(stage.world);
  return times;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
