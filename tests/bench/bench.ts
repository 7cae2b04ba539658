import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { startFront } from './front-client';
import type { Measure } from './measure';
import { startProduct } from './product';
import { rawLoop } from './raw-loop';
import { backlog } from './scenarios/backlog';
import { burst } from './scenarios/burst';
import { drain } from './scenarios/drain';
import { endToEnd } from './scenarios/end-to-end';
import { fanOut } from './scenarios/fan-out';
import { flapping } from './scenarios/flapping';
import { history } from './scenarios/history';
import { hotTenant } from './scenarios/hot-tenant';
import { ingest } from './scenarios/ingest';
import { isolation } from './scenarios/isolation';
import { latency } from './scenarios/latency';
import { listLoad } from './scenarios/list-load';
import { peers, startRedis } from './scenarios/peers';
import { purgeDay } from './scenarios/purge';
import { recovery } from './scenarios/recovery';
import { storm } from './scenarios/storm';
import { IN_FLIGHT } from './sizes';
import { openStage, type Stage, startReceiver } from './stage';
import { printTable } from './table';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const DRAIN = Number(process.env.BENCH_DELIVERIES ?? 50_000);
/** S6 requires five million. A fifth of it is enough for daily use. */
const HISTORY = Number(process.env.BENCH_HISTORY ?? 1_000_000);
/** The other hooks have three times as many deliveries in all: 15 hooks make it twenty million. */
const OTHER_HOOKS = Number(process.env.BENCH_OTHER_HOOKS ?? 0);
/** S8 requires 900,000 queued, in addition to 10,000 small hooks. */
const HOT = Number(process.env.BENCH_HOT ?? 4 * DRAIN);
const SMALL_HOOKS = Number(process.env.BENCH_SMALL_HOOKS ?? 1000);
const REDELIVERIES = Number(process.env.BENCH_REDELIVERIES ?? 100_000);
const BACKLOG_BYTES = 2 ** 30;
/** Only scenarios whose name contains this. */
const ONLY = process.env.BENCH_ONLY ?? '';

const rows: Measure[] = [];

async function scenario(name: string, run: () => Promise<Measure[]>): Promise<void> {
  if (!name.includes(ONLY)) return;
  const started = performance.now();
  rows.push(...(await run()));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stderr.write(`  ${name}: ${seconds} s\n`);
}

/** The scenarios that need the engine in this process, each compared with the raw loop of its round. */
async function engineRound(stage: Stage): Promise<void> {
  const at = (delayMs: 0 | 50) => (delayMs === 0 ? stage.receiver : stage.slowReceiver);
  let hundredPerSecond = Number.NaN;
  await scenario('ingest', async () => {
    const peer = await startFront(stage.databaseUrl, '../../peers/graphile-front.mjs');
    const measures = await ingest(stage, peer.origin);
    peer.stop();
    return measures;
  });
  for (const delayMs of [0, 50] as const) {
    await scenario(`drain ${delayMs}`, async () => {
      const total = delayMs === 0 ? DRAIN : DRAIN / 5;
      const rawPerSecond = await rawLoop(at(delayMs).url, total, IN_FLIGHT);
      const suffix = delayMs === 0 ? '' : `, after ${delayMs} ms`;
      const common = { total, receiver: at(delayMs), rawPerSecond };
      const one = { hooks: 1, maxInFlight: IN_FLIGHT, name: `1 hook${suffix}` };
      const hundred = { hooks: 100, maxInFlight: 10, name: `100 hooks${suffix}` };
      const single = await drain(stage, { ...common, ...one });
      const many = await drain(stage, { ...common, ...hundred });
      if (delayMs === 0) hundredPerSecond = many[0]?.value ?? Number.NaN;
      return [{ name: `raw loop${suffix}`, unit: '/s', value: rawPerSecond }, ...single, ...many];
    });
  }
  await scenario('peers', async () => {
    const redis = await startRedis();
    if (redis === null) return [];
    try {
      return await peers(stage, redis, { total: DRAIN, drainPerSecond: hundredPerSecond });
    } finally {
      await redis.stop();
    }
  });
  await scenario('fan-out', () => fanOut(stage, hundredPerSecond));
  await scenario('storm', () => storm(stage, 2 * DRAIN, hundredPerSecond));
}

async function main(): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    process.stderr.write(`round ${round} of ${ROUNDS}\n`);
    const stage = await openStage();
    try {
      await engineRound(stage);
      if (round === 1) {
        const size = { hot: HOT, small: SMALL_HOOKS, each: 10 };
        await scenario('hot tenant', () => hotTenant(stage, size));
        await scenario('history', () =>
          history(stage, { deliveries: HISTORY, otherHooks: OTHER_HOOKS }),
        );
      }
    } finally {
      await stage.close();
    }
    await productRound(round === 1);
  }
  printTable(rows);
  const machine = {
    node: process.version,
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  const file = process.env.BENCH_OUT ?? join(import.meta.dirname, '../../results/bench.json');
  await writeFile(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
}

/** The scenarios that use the whole product, from its front to a receiver. */
async function productRound(isFirst: boolean): Promise<void> {
  const names = [
    'end to end',
    'latency',
    'isolation',
    'company burst',
    'flapping endpoints',
    'recovery',
    'purge',
    'backlog',
    'list',
  ];
  if (!names.some((name) => name.includes(ONLY))) return;
  const receiver = await startReceiver(0);
  const product = await startProduct();
  try {
    await scenario('latency', () => latency(product, receiver));
    await scenario('isolation', () => isolation(product, receiver));
    await scenario('company burst', () => burst(product, receiver));
    await scenario('flapping endpoints', () => flapping(product, receiver));
    await scenario('recovery', () => recovery(product, receiver, REDELIVERIES));
    await scenario('end to end', () => endToEnd(product, receiver));
    if (isFirst) {
      await scenario('purge', () => purgeDay(product, receiver, HISTORY));
      await scenario('list', () => listLoad(product, HISTORY));
      await scenario('backlog', () => backlog(product, receiver, BACKLOG_BYTES));
    }
  } finally {
    await product.stop();
    receiver.stop();
  }
}

await main();
