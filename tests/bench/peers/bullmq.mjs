// Drains jobs of bullmq on Redis: node bullmq.mjs <redis port> <receiver> <jobs> <in flight>
// The job's return value, kept in Redis, is the record of the attempt.

import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { bodyOf } from './body.mjs';
import { createSend } from './send.mjs';

const [port, url = '', total, inFlight] = process.argv.slice(2);
const connection = new Redis(Number(port), '127.0.0.1', { maxRetriesPerRequest: null });
const count = Number(total);

const queue = new Queue('deliveries', { connection });
for (let from = 0; from < count; from += 1000) {
  await queue.addBulk(
    Array.from({ length: Math.min(1000, count - from) }, (_, i) => ({
      name: 'send',
      data: { id: `bull_${from + i}`, body: bodyOf(from + i) },
      opts: { attempts: 20, backoff: { type: 'exponential', delay: 1000 } },
    })),
  );
}

const send = createSend(url, Number(inFlight));
const started = performance.now();
let done = 0;
const worker = new Worker('deliveries', (job) => send(job.data), {
  connection,
  concurrency: Number(inFlight),
});
worker.on('completed', () => {
  done += 1;
  if (done < count) return;
  process.stdout.write(
    `${JSON.stringify({ perSecond: count / ((performance.now() - started) / 1000) })}\n`,
  );
  process.exit(0);
});
