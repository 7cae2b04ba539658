import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { migrate } from '@/server/db/migrate';
import { createEngine } from '@/server/engine/create-engine';
import { Pump } from '@/server/engine/delivery/pump';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { publishEvents } from '@/server/services/publish/publish-events';
import { type Front, startFront } from './front-client';

export type Receiver = {
  url: string;
  pid: number;
  /** Gets the id of every delivery that arrives. Replaces the previous listener. */
  on(listener: (webhookId: string, atMs: number) => void): void;
  stop(): void;
};

/** The shared parts of the scenarios: a real Postgres, receivers, the REST front, the engine. */
export type Stage = {
  databaseUrl: string;
  postgresPid: number;
  world: World;
  /** Answers at once. */
  receiver: Receiver;
  /** Answers after 50 ms. */
  slowReceiver: Receiver;
  front: Front;
  engine: Engine;
  close(): Promise<void>;
};

export type Engine = {
  pump: Pump;
  services: ReturnType<typeof createEngine>;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-bench-'));
  await chmod(dataDir, 0o711);
  const closers: (() => unknown)[] = [() => rm(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (const each of closers.reverse()) await each();
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
    closers.push(() => postgres.stop());
    await migrate({ url: postgres.adminUrl });
    const world = createWorld(postgres.adminUrl);
    closers.push(() => world.db.close());
    // Then its runs end by themselves, because no other worker exists.
    world.services.settings.engine = 'inngest';
    const [receiver, slowReceiver, front] = await Promise.all([
      startReceiver(0),
      startReceiver(50),
      startFront(postgres.adminUrl),
    ]);
    closers.push(receiver.stop, slowReceiver.stop, front.stop);
    const engine = openEngine(world);
    closers.push(engine.close);
    const postgresPid = await pidOfPostgres(world);
    return {
      databaseUrl: postgres.adminUrl,
      postgresPid,
      world,
      receiver,
      slowReceiver,
      front,
      engine,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A worker's part: its own sender and pump on the stage's database. */
export function openEngine(world: World): Engine {
  const sender: Sender = createSender({
    version: 'bench',
    allowedPrivateCidrs: ['127.0.0.0/8'],
    maxConnectionsPerOrigin: 2048,
  });
  const pump = new Pump({
    ...world.services,
    sender,
    workerName: `bench ${randomBytes(4).toString('hex')}`,
    onHealthChange: () => {},
  });
  return {
    pump,
    services: createEngine(world.services, pump),
    close: async () => {
      await pump.close();
      await sender.close();
    },
  };
}

async function pidOfPostgres(world: World): Promise<number> {
  const [row] = await world.db.engine<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const stat = readFileSync(`/proc/${row?.pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** Answers each request after this number of milliseconds. */
export function startReceiver(delayMs: number): Promise<Receiver> {
  const child = fork(join(import.meta.dirname, 'receiver.mjs'), [String(delayMs)]);
  let listener: ((id: string, atMs: number) => void) | null = null;
  return new Promise((resolve) => {
    child.on('message', (message: { port?: number; ids?: string[]; atMs?: number }) => {
      for (const id of message.ids ?? []) listener?.(id, message.atMs ?? 0);
      if (message.port === undefined) return;
      resolve({
        url: `http://127.0.0.1:${message.port}/`,
        pid: child.pid ?? 0,
        on: (next) => {
          listener = next;
          child.send({ isReporting: true });
        },
        stop: () => child.disconnect(),
      });
    });
  });
}

/** Hooks of a new company that all subscribe to the event of `publish`. */
export async function makeHooks(
  world: World,
  count: number,
  settings: { destinationUrl: string; maxInFlight?: number },
): Promise<{ companyId: number; projectId: number; hookIds: number[] }> {
  const tenant = await insertCompany(world);
  const hookIds: number[] = [];
  for (let i = 0; i < count; i += 1) {
    hookIds.push((await insertHook(world, { ...tenant, ...settings })).hookId);
  }
  return { ...tenant, hookIds };
}

/** Publishes through the service, and dispatches all events. */
export async function queueUp(
  world: World,
  tenant: { companyId: number; projectId: number },
  count: number,
): Promise<void> {
  for (let left = count; left > 0; left -= 1000) {
    const events = eventsOf(tenant.projectId, Math.min(left, 1000));
    await publishEvents({
      ctx: world.ctx,
      input: { companyId: tenant.companyId, body: JSON.stringify(events) },
    });
  }
  await dispatchAll(world);
}

export async function dispatchAll(world: World): Promise<void> {
  for (let count = 1; count > 0; ) {
    const [row] = await world.db.engine<
      { n: number }[]
    >`SELECT event_count AS n FROM gancho.dispatch(500, 500)`;
    count = row?.n ?? 0;
  }
}

export function eventsOf(projectId: number, count: number) {
  return Array.from({ length: count }, (_, i) => ({
    resource_name: 'RFIs',
    resource_id: String(i),
    event_type: 'create' as const,
    project_id: projectId,
  }));
}
