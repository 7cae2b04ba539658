import { openPostgres } from '@/server/db/driver';
import { type Measure, quantile } from '../measure';
import type { Product, Tenant } from '../product';
import { eventsOf, type Receiver } from '../stage';
import { atPace } from './pace';

const HOOKS = 100;
/** The total of deliveries, for every number of companies that share them. */
const DELIVERIES = 100_000;
const COMPANIES = 20;
const PER_SECOND = 20;
const SECONDS = 15;
const WARM_UP_SECONDS = 5;
const BATCH = 300;

/**
 * Measures single events of one company: alone; during another company's burst of 100,000 deliveries, published in as
 * few requests as possible; and during the same burst of twenty companies at once.
 */
export async function burst(product: Product, receiver: Receiver): Promise<Measure[]> {
  const projectId = await product.newProject();
  await product.newHook(projectId, receiver.url);
  const stream = [{ projectId, perSecond: PER_SECOND, isTimed: true }];
  const p99 = async () => quantile(await atPace(product, receiver, stream, SECONDS), 0.99);
  await atPace(product, receiver, stream, WARM_UP_SECONDS);
  const alone = await p99();
  const besideBurst = async (companies: number) => {
    const bursts = await burstsOf(product, receiver, companies);
    const [measured] = await Promise.all([p99(), ...bursts.map((publish) => publish())]);
    await drained(product);
    return measured;
  };
  const one = await besideBurst(1);
  const twenty = await besideBurst(COMPANIES);
  return [
    { name: 'a company, alone p99', unit: 'ms', value: alone },
    nextTo("  next to another's 100,000", one, alone),
    nextTo('  next to those of 20 companies', twenty, alone),
  ];
}

const nextTo = (name: string, value: number, alone: number): Measure => ({
  name,
  unit: 'ms',
  value,
  ratio: { value: value / alone, of: 'alone' },
});

/** Creates `count` companies. Returns one function for each, which publishes its burst. */
async function burstsOf(product: Product, receiver: Receiver, count: number) {
  const bursts: (() => Promise<void>)[] = [];
  for (let i = 0; i < count; i += 1) {
    const company = await product.newCompany();
    const projectId = await company.newProject();
    for (let hook = 0; hook < HOOKS; hook += 1) await company.newHook(projectId, receiver.url);
    bursts.push(() => publishAll(company, projectId, DELIVERIES / count / HOOKS));
  }
  return bursts;
}

/** Deliveries for the stopped receivers of earlier scenarios stay queued. */
async function drained({ databaseUrl }: Product): Promise<void> {
  const sql = openPostgres(databaseUrl, { max: 1 });
  for (let left = 1; left > 0; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const [row] = await sql<{ n: number }[]>`
      SELECT (SELECT count(*) FROM gancho.pending_events)::int + (
        SELECT count(*) FROM gancho.queue JOIN gancho.hook_queue USING (hook_id) WHERE circuit_opened_at IS NULL
      )::int AS n`;
    left = row?.n ?? 0;
  }
  await sql.end();
}

async function publishAll(company: Tenant, projectId: number, events: number): Promise<void> {
  for (let left = events; left > 0; left -= BATCH)
    await company.publish(eventsOf(projectId, Math.min(left, BATCH)));
}
