import { canSetClocks } from '@tests/support/own-clocks';
import { openPostgres, type Sql } from '@/server/db/driver';
import { pick, type Random } from '../support/random';
import type { Cluster } from './cluster';
import { FAULT_KINDS, type Fault, type FaultKind } from './fault-kinds';
import type { Past } from './past';
import type { Receivers } from './receivers';
import type { Hook } from './settle';
import { pause, withRetry } from './waiting';

export type Stage = {
  cluster: Cluster;
  random: Random;
  sql: Sql;
  receivers: Receivers;
  past: Past;
  /** By the numbers of their endpoints. */
  hooks: readonly Hook[];
};
type Doing = Stage & { worker: () => string };

const HOUR_SECONDS = 3600;
/** A worker that has been silent for ten seconds is declared dead about four seconds later. */
const PAST_LEASE_MS = 16_000;
const WORKERS_MIN = 2;
const WORKERS_MAX = 3;
/** Added to the window, for probes that come late. */
const WINDOW_PATIENCE_MS = 20_000;

/** The action of each fault. Returns when the fault is over, but not yet its consequences. */
const FAULTS: Record<FaultKind, (doing: Doing) => Promise<void>> = {
  'kill a worker': async ({ cluster, worker }) => cluster.killWorker(worker()),
  'kill web': async ({ cluster }) => cluster.killWeb(),
  'kill everything': async ({ cluster }) => {
    cluster.killWeb();
    for (const name of cluster.workers.keys()) cluster.killWorker(name);
    await Promise.all([cluster.killPooler(), cluster.killPostgres()]);
  },
  'kill Postgres': ({ cluster }) => cluster.killPostgres(),
  'kill a backend': async ({ sql, random }) => {
    const backends = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'gancho%'`;
    // The server then ends every other connection too, and recovers as after a crash.
    if (backends.length > 0) process.kill(pick(random, backends).pid, 'SIGKILL');
  },
  'end connections': ({ sql }) => endConnections(sql, 'gancho%'),
  'exhaust connections': ({ cluster, random, sql }) =>
    withAllConnections(cluster.loginUrl, sql, 500 + random() * 1000),
  'drop announcements': async ({ cluster, random, sql }) => {
    cluster.mute(true);
    for (const name of ['gancho listen', 'gancho wake']) await endConnections(sql, name);
    await pause(500 + random() * 1000);
    cluster.mute(false);
  },
  'kill PgBouncer': ({ cluster }) => cluster.killPooler(),
  'freeze PgBouncer': async ({ cluster, random }) => {
    cluster.freezePooler(true);
    await pause(300 + random() * 1200);
    cluster.freezePooler(false);
  },
  'fill the disk': async ({ cluster, random }) => {
    await cluster.disk?.fill();
    try {
      await pause(1000 + random() * 1000);
    } finally {
      cluster.disk?.clear();
    }
    await cluster.revivePostgres();
  },
  'another worker': async ({ cluster }) => {
    if (cluster.workers.size < WORKERS_MAX) await cluster.startWorker();
  },
  'a worker leaves for good': async ({ cluster, worker }) => {
    const leaving = worker();
    if (cluster.workers.size <= WORKERS_MIN) await cluster.startWorker();
    await cluster.removeWorker(leaving);
  },
  'a clock jumps': async ({ cluster, random, worker }) => {
    const name = worker();
    await cluster.clocks.set(name, hourOff(random));
    await pause(500 + random() * 3000);
    await cluster.clocks.set(name, '+0');
  },
  'a clock is wrong at the start': async ({ cluster, random, worker }) => {
    const name = worker();
    await cluster.clocks.set(name, hourOff(random));
    cluster.killWorker(name);
    await pause(2000 + random() * 2000);
    await cluster.clocks.set(name, '+0');
  },
  'freeze a worker': ({ cluster, random, worker }) =>
    whileFrozen(cluster, worker(), () => pause(300 + random() * 2000)),
  'freeze a worker past its lease': ({ cluster, worker }) =>
    whileFrozen(cluster, worker(), () => pause(PAST_LEASE_MS)),
  purge: ({ past }) => past.purge(),
  'a receiver is dead past its window': async ({ hooks, receivers, sql }) => {
    const endpoint = hooks.findIndex(({ windowSeconds }) => windowSeconds !== null);
    receivers.setDead(endpoint, true);
    try {
      await untilWindowEnds(sql, hooks[endpoint]);
    } finally {
      receivers.setDead(endpoint, false);
    }
  },
};

/** The kinds that this machine allows. An own disk needs root, and clocks need a library. */
export function possibleKinds(cluster: Cluster): FaultKind[] {
  return FAULT_KINDS.filter((kind) => {
    if (kind === 'fill the disk') return cluster.disk !== null;
    return canSetClocks || !kind.startsWith('a clock');
  });
}

/** Injects one fault into the cluster. */
export async function inflict(kind: FaultKind, stage: Stage): Promise<Fault> {
  const worker = () => pick(stage.random, [...stage.cluster.workers.keys()]);
  const beganMs = Date.now();
  await FAULTS[kind]({ ...stage, worker }).catch((error: unknown) => {
    // A database that is just starting refuses the fault's statements. That is enough of a fault.
    if (!(error instanceof Error && 'code' in error)) throw error;
  });
  return { kind, beganMs, endedMs: Date.now() };
}

const hourOff = (random: Random) => pick(random, [`+${HOUR_SECONDS}`, `-${HOUR_SECONDS}`]);

async function whileFrozen(
  cluster: Cluster,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  const worker = cluster.workers.get(name);
  await worker?.ready();
  worker?.signal('SIGSTOP');
  try {
    await work();
  } finally {
    worker?.signal('SIGCONT');
  }
}

async function endConnections(sql: Sql, name: string): Promise<void> {
  await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE ${name}`;
}

/** Waits until the hook has lost a delivery, or should have. */
async function untilWindowEnds(sql: Sql, hook: Hook | undefined): Promise<void> {
  if (!hook) throw new Error('no hook has a window that ends');
  const { id, windowSeconds } = hook;
  const lost = async () => {
    const [row] = await sql<{ n: number }[]>`
      SELECT coalesce(sum(discarded), 0)::int AS n FROM gancho.delivery_counts WHERE hook_id = ${id}`;
    return row?.n ?? 0;
  };
  const before = await withRetry(lost);
  // The pause between probes doubles, and each comes up to a tenth later.
  const giveUpMs = Date.now() + 2200 * (windowSeconds ?? 0) + WINDOW_PATIENCE_MS;
  while (Date.now() < giveUpMs && (await lost().catch(() => before)) <= before) await pause(250);
}

/** Ends the connections of others, opens every connection that the server allows, and keeps them for a while. */
async function withAllConnections(url: string, sql: Sql, ms: number): Promise<void> {
  const held: Sql[] = [];
  const takeAll = async () => {
    for (let isLeft = true; isLeft; ) {
      const one = openPostgres(url, { max: 1, applicationName: 'chaos', connectTimeoutSeconds: 5 });
      held.push(one);
      isLeft = await one`SELECT`.then(
        () => true,
        () => false,
      );
    }
  };
  try {
    await takeAll();
    await endConnections(sql, 'gancho%');
    await takeAll();
    await pause(ms);
  } finally {
    await Promise.all(held.map((one) => one.end({ timeout: 0 }).catch(() => {})));
  }
}
