import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { migrate } from '@/server/db/migrate';
import { createSender } from '@/server/gateways/sender/sender';
import { Pump } from '@/server/services/delivery/pump';
import { createEngineServices } from '@/server/services/engine-services';
import { publishEvents } from '@/server/services/publish/publish-events';
import { type Front, ingest, startFront } from './ingest';
import { rawLoop } from './raw-loop';
import { printTable, type Row } from './table';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const DRAIN = Number(process.env.BENCH_DELIVERIES ?? 50_000);
const IN_FLIGHT = 200;
const LATENCY_SECONDS = 10;

type Receiver = { url: string; on(listener: (id: string) => void): void; stop(): void };

function startReceiver(): Promise<Receiver> {
  const child = fork(join(import.meta.dirname, 'receiver.mjs'), ['0']);
  let listener: (id: string) => void = () => {};
  return new Promise((resolve) => {
    child.on('message', (message: { port?: number; id?: string }) => {
      if (message.id !== undefined) listener(message.id);
      if (message.port === undefined) return;
      resolve({
        url: `http://127.0.0.1:${message.port}/`,
        on: (next) => {
          listener = next;
        },
        stop: () => child.disconnect(),
      });
    });
  });
}

const events = (count: number, projectId: number) =>
  Array.from({ length: count }, (_, i) => ({
    resource_name: 'RFIs',
    resource_id: String(i),
    event_type: 'create' as const,
    project_id: projectId,
  }));

async function inBatches(total: number, size: number, work: (count: number) => Promise<unknown>) {
  for (let left = total; left > 0; left -= size) await work(Math.min(size, left));
}

type Engine = {
  world: World;
  receiver: Receiver;
  pump: Pump;
  services: ReturnType<typeof createEngineServices>;
};

async function drain({ world, receiver, services }: Engine, hookCount: number): Promise<number> {
  const { companyId, projectId } = await insertCompany(world);
  for (let i = 0; i < hookCount; i += 1) {
    await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: receiver.url,
      maxInFlight: hookCount === 1 ? IN_FLIGHT : 10,
    });
  }
  await inBatches(DRAIN / hookCount, 1000, (count) =>
    publishEvents({ ctx: world.ctx, input: { companyId, events: events(count, projectId) } }),
  );
  while (
    ((await world.db.engine<{ event_count: number }[]>`SELECT * FROM gancho.dispatch(500)`)[0]
      ?.event_count ?? 0) > 0
  );
  const started = performance.now();
  let attempted = 0;
  for (let hasMore = true; hasMore; ) {
    const run = await services.deliver({ budgetMs: 60_000 });
    attempted += run.attempted;
    hasMore = run.hasMore;
  }
  return attempted / ((performance.now() - started) / 1000);
}

/** Commit to receipt, one event at a time, in milliseconds. */
async function latency({
  world,
  receiver,
  services,
}: Engine): Promise<{ p50: number; p99: number }> {
  const { companyId, projectId } = await insertCompany(world);
  await insertHook(world, { companyId, projectId, destinationUrl: receiver.url });
  const times: number[] = [];
  const committed = new Map<string, number>();
  receiver.on((id) => {
    const at = committed.get(id.split('_')[0] ?? '');
    if (at !== undefined) times.push(performance.now() - at);
  });
  const wanted = LATENCY_SECONDS * 50;
  for (let i = 0; i < wanted; i += 1) {
    const { events: stored } = await publishEvents({
      ctx: world.ctx,
      input: { companyId, events: events(1, projectId) },
    });
    committed.set(stored[0]?.ulid ?? '', performance.now());
    await services.dispatchAndDeliver({ budgetMs: 60_000 });
    await new Promise((done) => setTimeout(done, 15));
  }
  receiver.on(() => {});
  times.sort((a, b) => a - b);
  const at = (q: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * q))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-bench-'));
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const receiver = await startReceiver();
  let front: Front | null = null;
  try {
    await migrate({ url: postgres.url });
    const world = createWorld(postgres.url);
    front = await startFront(postgres.url);
    world.services.settings.engine = 'inngest';
    const sender = createSender({ version: 'bench', allowedPrivateCidrs: ['127.0.0.0/8'] });
    const pump = new Pump({
      ...world.services,
      sender,
      retentionDays: 28,
      workerName: `bench ${randomBytes(4).toString('hex')}`,
      onHealthChange: () => {},
    });
    const engine: Engine = {
      world,
      receiver,
      pump,
      services: createEngineServices(world.services, pump),
    };
    const rows: Row[] = [];
    const measure = (name: string, unit: string, value: number, ratio?: number) => {
      rows.push({ name, unit, value, ratio: ratio ?? null });
    };
    for (let round = 1; round <= ROUNDS; round += 1) {
      process.stderr.write(`round ${round} of ${ROUNDS}\n`);
      const raw = await rawLoop(receiver.url, DRAIN, IN_FLIGHT);
      measure('raw loop, 200 in flight', '/s', raw);
      measure(
        'ingest single, 64 at once',
        'events/s',
        await ingest(world, front, { size: 1, total: 20_000, connections: 64 }),
      );
      measure(
        'ingest batches of 50',
        'events/s',
        await ingest(world, front, { size: 50, total: 50_000, connections: 16 }),
      );
      const one = await drain(engine, 1);
      measure('drain, 1 hook', '/s', one, one / raw);
      const hundred = await drain(engine, 100);
      measure('drain, 100 hooks', '/s', hundred, hundred / raw);
      const { p50, p99 } = await latency(engine);
      measure('latency p50', 'ms', p50);
      measure('latency p99', 'ms', p99);
    }
    printTable(rows);
    const machine = {
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
    };
    const file = process.env.BENCH_OUT;
    if (file) await writeFile(file, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
    await pump.close();
    await sender.close();
    await world.db.close();
  } finally {
    receiver.stop();
    front?.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
