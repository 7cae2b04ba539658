import { forgetPeak, type Measure, peakMb } from '../measure';
import type { Product } from '../product';
import { eventsOf, type Receiver } from '../stage';

const EVENT_BYTES = 200_000;
const LOOPS = 4;

/** Measures memory while a backlog of large events arrives, waits and is sent. */
export async function backlog(
  product: Product,
  receiver: Receiver,
  totalBytes: number,
): Promise<Measure[]> {
  const projectId = await product.newProject();
  const hookId = await product.newHook(projectId, receiver.url);
  const hook = `/projects/${projectId}/webhooks/hooks/${hookId}`;
  await product.call('PATCH', hook, { status: 'disabled' });
  const wanted = Math.ceil(totalBytes / EVENT_BYTES);
  const seen = new Set<string>();
  const all = new Promise<void>((resolve) => {
    receiver.on((id) => {
      seen.add(id);
      if (seen.size === wanted) resolve();
    });
  });
  for (const pid of Object.values(product.pids)) forgetPeak(pid);
  const [event] = eventsOf(projectId, 1);
  const large = { ...event, data: { text: 'x'.repeat(EVENT_BYTES) } };
  let left = wanted;
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      await product.publish(large);
    }
  };
  await Promise.all(Array.from({ length: LOOPS }, loop));
  const started = performance.now();
  await product.call('PATCH', hook, { status: 'active' });
  await all;
  const seconds = (performance.now() - started) / 1000;
  receiver.on(() => {});
  return [
    {
      name: `backlog of ${(totalBytes / 2 ** 30).toFixed(1)} GB`,
      unit: 'MB/s',
      value: totalBytes / 2 ** 20 / seconds,
    },
    { name: '  with the backlog: memory of web', unit: 'MB', value: peakMb(product.pids.web) },
    {
      name: '  with the backlog: memory of worker',
      unit: 'MB',
      value: peakMb(product.pids.worker),
    },
  ];
}
