// Drains jobs of bullmq on Redis: node bullmq.mjs <redis port> <receiver> <jobs> <in flight> [database] The record of
// an attempt is a row in the database or, without one, the job's return value, which Redis keeps.

import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { openAttemptRows } from './attempt-rows.mjs';
import { bodyOf } from './body.mjs';
import { createSend } from './send.mjs';

const [port, url = '', total, inFlight, database] = process.argv.slice(2);
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
let done = 0;
const record = database === undefined ? null : await openAttemptRows(database);
/** @param {import('bullmq').Job} job */
async function deliver({ data }) {
  const sent = await send(data);
  if (record === null) return sent;
  await record(data.id, sent);
}
const started = performance.now();
const worker = new Worker('deliveries', deliver, {
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
