import type { Measure } from '../measure';
import { peakMb } from '../measure';
import type { Product } from '../product';
import { eventsOf, type Receiver } from '../stage';

const EVENTS = 50_000;
const HOOKS = 3;
const BATCH = 50;
const PUBLISHERS = 8;

/** S2b: from the first publish over HTTP to the last receipt, through the whole product. */
export async function endToEnd(product: Product, receiver: Receiver): Promise<Measure[]> {
  const projectId = await product.newProject();
  for (let i = 0; i < HOOKS; i += 1) await product.newHook(projectId, receiver.url);
  const seen = new Set<string>();
  const wanted = EVENTS * HOOKS;
  const all = new Promise<void>((resolve) => {
    receiver.on((id) => {
      seen.add(id);
      if (seen.size === wanted) resolve();
    });
  });
  const runsBefore = product.runs();
  const started = performance.now();
  const events = eventsOf(projectId, BATCH);
  let left = EVENTS / BATCH;
  const publisher = async () => {
    while (left > 0) {
      left -= 1;
      await product.publish(events);
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  const publishedSeconds = (performance.now() - started) / 1000;
  await all;
  const seconds = (performance.now() - started) / 1000;
  receiver.on(() => {});
  return [
    { name: 'end to end, 3 hooks', unit: '/s', value: wanted / seconds },
    { name: '  published at the same time', unit: 'events/s', value: EVENTS / publishedSeconds },
    {
      name: '  Inngest runs of 1,000 deliveries',
      unit: '',
      value: (1000 * (product.runs() - runsBefore)) / wanted,
    },
    { name: '  memory of web', unit: 'MB', value: peakMb(product.pids.web) },
    { name: '  memory of worker', unit: 'MB', value: peakMb(product.pids.worker) },
  ];
}
