// Drains jobs of graphile-worker: node graphile-worker.mjs <database> <receiver> <jobs> <in flight>
// Jobs are taken through the local queue and completed in batches; attempts are written in batches too.

import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
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
await pgPool.query(`CREATE TABLE IF NOT EXISTS peer_attempts (
  delivery text PRIMARY KEY, status integer, started_at timestamptz, finished_at timestamptz,
  request_headers jsonb, response_headers jsonb, response_body text)`);
await pgPool.query('TRUNCATE peer_attempts');
for (let from = 0; from < count; from += 1000) {
  await utils.addJobs(
    Array.from({ length: Math.min(1000, count - from) }, (_, i) => ({
      identifier: 'send',
      payload: { id: `graphile_${from + i}`, body: bodyOf(from + i) },
    })),
  );
}

/** @type {{ row: object, done: () => void, fail: (error: unknown) => void }[]} */
let waiting = [];
/** @param {object} row */
function record(row) {
  return new Promise((done, fail) => {
    waiting.push({ row, done: () => done(undefined), fail });
    if (waiting.length === 1) setTimeout(write, 5);
  });
}
async function write() {
  const batch = waiting;
  waiting = [];
  try {
    await pgPool.query(
      `INSERT INTO peer_attempts
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (
         delivery text, status integer, started_at timestamptz, finished_at timestamptz,
         request_headers jsonb, response_headers jsonb, response_body text)`,
      [JSON.stringify(batch.map((one) => one.row))],
    );
    for (const one of batch) one.done();
  } catch (error) {
    for (const one of batch) one.fail(error);
  }
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
      const sent = await send(delivery);
      await record({
        delivery: delivery.id,
        status: sent.status,
        started_at: new Date(sent.startedAt).toISOString(),
        finished_at: new Date(sent.finishedAt).toISOString(),
        request_headers: sent.requestHeaders,
        response_headers: sent.responseHeaders,
        response_body: sent.responseBody,
      });
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
