import { type Measure, quantile } from '../measure';
import type { Product } from '../product';
import type { Receiver } from '../stage';
import { atPace } from './pace';

const SECONDS = 20;
const WARM_UP_SECONDS = 5;

/** S3: 50 events a second over HTTP, from the 202 to the receipt, through the whole product. */
export async function latency(product: Product, receiver: Receiver): Promise<Measure[]> {
  const projectId = await product.newProject();
  await product.newHook(projectId, receiver.url);
  const stream = { projectId, perSecond: 50, isTimed: true };
  // A process that has just started is slow.
  await atPace(product, receiver, [stream], WARM_UP_SECONDS);
  const times = await atPace(product, receiver, [stream], SECONDS);
  return [
    { name: 'latency p50', unit: 'ms', value: quantile(times, 0.5) },
    { name: 'latency p99', unit: 'ms', value: quantile(times, 0.99) },
  ];
}
