// Drains jobs of graphile-worker: node graphile-worker.mjs <database> <receiver> <jobs> <in flight> Jobs are taken
// through the local queue and completed in batches. Attempts are written in batches too.

import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { openAttemptRows } from './attempt-rows.mjs';
import { bodyOf } from './body.mjs';
import { createSend } from './send.mjs';

const [database = '', url = '', total, inFlightGiven] = process.argv.slice(2);
const count = Number(total);
const inFlight = Number(inFlightGiven);
const pgPool = new pg.Pool({ connectionString: database, max: 12 });
pgPool.on('error', () => {});
const logger = new Logger(() => () => {});

const utils = await makeWorkerUtils({ pgPool, logger });
await utils.migrate();
const record = await openAttemptRows(database);
for (let from = 0; from < count; from += 1000) {
  await utils.addJobs(
    Array.from({ length: Math.min(1000, count - from) }, (_, i) => ({
      identifier: 'send',
      payload: { id: `graphile_${from + i}`, body: bodyOf(from + i) },
    })),
  );
}

const send = createSend(url, inFlight);
let finished = 0;
/** @type {(value?: unknown) => void} */
let allDone = () => {};
const end = new Promise((resolve) => {
  allDone = resolve;
});
const started = performance.now();
const runner = await run({
  pgPool,
  logger,
  noHandleSignals: true,
  preset: {
    worker: {
      concurrentJobs: inFlight,
      localQueue: { size: 2 * inFlight },
      completeJobBatchDelay: 5,
      failJobBatchDelay: 5,
    },
  },
  taskList: {
    send: async (payload) => {
      const delivery = /** @type {{ id: string, body: string }} */ (payload);
      await record(delivery.id, await send(delivery));
    },
  },
});
runner.events.on('job:complete', () => {
  finished += 1;
  if (finished === count) allDone();
});
await end;
process.stdout.write(
  `${JSON.stringify({ perSecond: count / ((performance.now() - started) / 1000) })}\n`,
);
process.exit(0);
