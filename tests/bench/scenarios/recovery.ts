import { openPostgres } from '@/server/db/driver';
import { type Measure, quantile } from '../measure';
import type { Product } from '../product';
import { eventsOf, type Receiver } from '../stage';
import { atPace } from './pace';

const HOOKS = 10;
const PER_SECOND = 20;
const SECONDS = 15;
const WARM_UP_SECONDS = 5;
const BATCH = 1000;

/** Measures single events of one hook: alone, and during a redelivery of many deliveries of others. */
export async function recovery(
  product: Product,
  receiver: Receiver,
  deliveries: number,
): Promise<Measure[]> {
  const [live, past] = [await product.newProject(), await product.newProject()];
  await product.newHook(live, receiver.url);
  for (let hook = 0; hook < HOOKS; hook += 1) await product.newHook(past, receiver.url);
  for (let left = deliveries / HOOKS; left > 0; left -= BATCH)
    await product.publish(eventsOf(past, Math.min(left, BATCH)));
  const sql = openPostgres(product.databaseUrl, { max: 1 });
  const until = async (isOver: (row: { open: number; sent: number }) => boolean) => {
    for (;;) {
      const [row] = await sql<{ open: number; sent: number }[]>`
        SELECT (SELECT count(*)::int FROM gancho.queue) + (SELECT count(*)::int FROM gancho.pending_events) AS open,
          (SELECT coalesce(sum(delivered), 0)::int FROM gancho.redelivery_hooks) AS sent`;
      if (row !== undefined && isOver(row)) return row;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  await until(({ open }) => open === 0);

  const p99 = async (projectId: number) => {
    const stream = [{ projectId, perSecond: PER_SECOND, isTimed: true }];
    return quantile(await atPace(product, receiver, stream, SECONDS), 0.99);
  };
  await atPace(
    product,
    receiver,
    [{ projectId: live, perSecond: PER_SECOND, isTimed: true }],
    WARM_UP_SECONDS,
  );
  const alone = await p99(live);
  await product.call('POST', `/projects/${past}/webhooks/redeliveries`, {
    status: ['delivered'],
  });
  // It begins slowly.
  await until(({ sent }) => sent >= 500);
  const before = performance.now();
  const { sent: from } = await until(() => true);
  const beside = await p99(live);
  const { sent: to } = await until(() => true);
  const perSecond = (1000 * (to - from)) / (performance.now() - before);
  await sql.end();
  return [
    { name: 'single events, alone p99', unit: 'ms', value: alone },
    {
      name: '  next to a redelivery',
      unit: 'ms',
      value: beside,
      ratio: { value: beside / alone, of: 'alone' },
    },
    { name: '  redelivered at the same time', unit: '/s', value: perSecond },
  ];
}
