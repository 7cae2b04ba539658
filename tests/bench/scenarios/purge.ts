import { createWorld } from '@tests/factories/world';
import { openPostgres } from '@/server/db/driver';
import { purge } from '@/server/engine/maintenance/purge';
import { fillDay, settleHistory } from '../fill-history';
import { type Measure, quantile } from '../measure';
import type { Product } from '../product';
import type { Receiver } from '../stage';
import { atPace } from './pace';

const SECONDS = 10;
const RETENTION_DAYS = 28;

/** S9: a day past the retention is purged while others are served. */
export async function purgeDay(
  product: Product,
  receiver: Receiver,
  deliveries: number,
): Promise<Measure[]> {
  const projectId = await product.newProject();
  const hookId = Number(await product.newHook(projectId, receiver.url));
  const { companyId } = product;
  const sql = openPostgres(product.databaseUrl, { max: 1 });
  await fillDay(
    sql,
    { companyId, projectId, hookId },
    {
      ago: RETENTION_DAYS + 1,
      deliveries,
      isEveryAttempt: true,
    },
  );
  await settleHistory(sql);
  await sql.end();
  const stream = { projectId, perSecond: 50, isTimed: true };
  const p99 = async () => quantile(await atPace(product, receiver, [stream], SECONDS), 0.99);
  // Warms up a new hook, so that its first seconds count in neither measurement.
  await p99();
  const alone = await p99();
  const { db, services } = createWorld(product.databaseUrl);
  const meanwhile = p99();
  const started = performance.now();
  const { partitionsDropped } = await purge(db, {
    retentionDays: RETENTION_DAYS,
    log: services.log,
  });
  const seconds = (performance.now() - started) / 1000;
  if (partitionsDropped !== 4) throw new Error(`${partitionsDropped} partitions were dropped`);
  const beside = await meanwhile;
  await db.close();
  return [
    { name: `purge of a day of ${deliveries.toLocaleString('en')}`, unit: 's', value: seconds },
    {
      name: '  latency p99 at the same time',
      unit: 'ms',
      value: beside,
      ratio: { value: beside / alone, of: 'alone' },
    },
  ];
}
