import { openPostgres } from '@/server/db/driver';
import { fillHistory } from '../fill-history';
import { type Measure, quantile } from '../measure';
import type { Product } from '../product';

const CLIENTS = 50;
const SECONDS = 20;
const WARM_UP_SECONDS = 5;
const EVERY_MS = 1000;

/** Fifty clients that read a hook's long history over HTTP, with one request a second each. */
export async function listLoad(product: Product, deliveries: number): Promise<Measure[]> {
  const projectId = await product.newProject();
  // Nothing is sent to it.
  const hookId = await product.newHook(projectId, 'http://127.0.0.1:9/');
  const sql = openPostgres(product.databaseUrl, { max: 1 });
  const { companyId } = product;
  await fillHistory(sql, { companyId, projectId, hookId: Number(hookId) }, deliveries);
  await sql.end();
  const list = `/projects/${projectId}/webhooks/hooks/${hookId}/deliveries?per_page=25`;
  const questions = ['', '&page=4', '&filter[status]=discarded', '&filter[resource_id]=4711'];
  const times: number[] = [];
  const client = async (n: number, seconds: number) => {
    await pause((n * EVERY_MS) / CLIENTS);
    for (let i = 0; i < (seconds * 1000) / EVERY_MS; i += 1) {
      const next = pause(EVERY_MS);
      const started = performance.now();
      await product.call('GET', `${list}${questions[(n + i) % questions.length]}`);
      times.push(performance.now() - started);
      await next;
    }
  };
  // A process that has just started is slow.
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n, WARM_UP_SECONDS)));
  times.length = 0;
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n, SECONDS)));
  return [
    {
      name: `list over ${deliveries.toLocaleString('en')}, ${CLIENTS} clients: p50`,
      unit: 'ms',
      value: quantile(times, 0.5),
    },
    { name: '  p95', unit: 'ms', value: quantile(times, 0.95) },
  ];
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
