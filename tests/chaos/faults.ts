import postgres from 'postgres';
import { dealt, pick, type Random } from '../support/random';
import type { Cluster } from './cluster';

export const FAULT_KINDS = [
  'kill a worker',
  'kill web',
  'kill everything',
  'kill Postgres',
  'kill a backend',
  'end connections',
  'exhaust connections',
  'drop announcements',
  'another worker',
  'a worker fewer',
  'clock an hour off',
  'freeze a worker',
  'freeze a worker past its lease',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export type Fault = {
  kind: FaultKind;
  beganMs: number;
  endedMs: number;
  /** Whether requests were cut off or forgotten, which is what may be sent twice. */
  isForgetful: boolean;
  /** Whether workers could not write heartbeats meanwhile: too long, and the living are taken for dead. */
  isSilencing: boolean;
};

const FORGETFUL: readonly FaultKind[] = [
  'kill a worker',
  'kill everything',
  'a worker fewer',
  'clock an hour off',
  'freeze a worker past its lease',
];

const SILENCING: readonly FaultKind[] = [
  'freeze a worker',
  'kill everything',
  'kill Postgres',
  'kill a backend',
  'end connections',
  'exhaust connections',
];

const HOUR_MS = 3600 * 1000;
/** Workers without a heartbeat for ten seconds are taken for dead. */
const PAST_LEASE_MS = 11_000;
const WORKERS_MAX = 3;

type Options = { cluster: Cluster; random: Random; sql: postgres.Sql };
type Doing = Options & { worker: () => string };

/** What each fault does. Returns when the fault is over, though not what it has brought down. */
const FAULTS: Record<FaultKind, (doing: Doing) => Promise<void>> = {
  'kill a worker': async ({ cluster, worker }) => cluster.killWorker(worker()),
  'kill web': async ({ cluster }) => cluster.killWeb(),
  'kill everything': async ({ cluster }) => {
    cluster.killWeb();
    for (const name of cluster.workers.keys()) cluster.killWorker(name);
    await cluster.killPostgres();
  },
  'kill Postgres': ({ cluster }) => cluster.killPostgres(),
  'kill a backend': async ({ sql, random }) => {
    const backends = await sql<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'gancho%'`;
    // The server then ends every other connection too, and recovers as after a crash.
    if (backends.length > 0) process.kill(pick(random, backends).pid, 'SIGKILL');
  },
  'end connections': async ({ sql }) => {
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'gancho%'`;
  },
  'exhaust connections': ({ cluster, random }) =>
    withAllConnections(cluster.databaseUrl, 500 + random() * 1500),
  'drop announcements': async ({ cluster, random, sql }) => {
    cluster.mute(true);
    await sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name IN ('gancho listen', 'gancho wake')`;
    await pause(500 + random() * 1500);
    cluster.mute(false);
  },
  'another worker': async ({ cluster }) => {
    if (cluster.workers.size < WORKERS_MAX) cluster.startWorker();
  },
  'a worker fewer': async ({ cluster, worker }) => {
    if (cluster.workers.size > 1) await cluster.removeWorker(worker());
    else cluster.killWorker(worker());
  },
  'clock an hour off': async ({ cluster, random, worker }) =>
    cluster.killWorker(worker(), pick(random, [-HOUR_MS, HOUR_MS])),
  'freeze a worker': ({ cluster, random, worker }) =>
    whileFrozen(cluster, worker(), () => pause(300 + random() * 2000)),
  'freeze a worker past its lease': ({ cluster, worker }) =>
    whileFrozen(cluster, worker(), async () => {
      await pause(PAST_LEASE_MS);
      // Its first sweep takes over what the frozen one holds.
      const heir = cluster.startWorker();
      await Promise.race([cluster.workers.get(heir)?.ready(), pause(10_000)]);
      await pause(1000);
    }),
};

/** The faults of a run in their order: each kind as often as the others. */
export function planned(random: Random, count: number): FaultKind[] {
  return dealt(random, FAULT_KINDS, count);
}

/** Does one fault to the cluster. */
export async function inflict(kind: FaultKind, options: Options): Promise<Fault> {
  const worker = () => pick(options.random, [...options.cluster.workers.keys()]);
  const beganMs = Date.now();
  await FAULTS[kind]({ ...options, worker }).catch((error: unknown) => {
    // A database that is just coming back refuses what a fault asks of it: that is trouble enough.
    if (!(error instanceof Error && 'code' in error)) throw error;
  });
  return faultOf(kind, beganMs);
}

export function faultOf(kind: FaultKind, beganMs: number): Fault {
  const endedMs = Date.now();
  const isForgetful = FORGETFUL.includes(kind);
  return { kind, beganMs, endedMs, isForgetful, isSilencing: SILENCING.includes(kind) };
}

async function whileFrozen(cluster: Cluster, name: string, work: () => Promise<void>) {
  const worker = cluster.workers.get(name);
  await worker?.ready();
  worker?.signal('SIGSTOP');
  try {
    await work();
  } finally {
    worker?.signal('SIGCONT');
  }
}

/** Opens connections until the server has none left, and keeps them for a while. */
async function withAllConnections(url: string, ms: number): Promise<void> {
  const held: postgres.Sql[] = [];
  try {
    for (let isLeft = true; isLeft; ) {
      const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
      held.push(sql);
      isLeft = await sql`SELECT`.then(
        () => true,
        () => false,
      );
    }
    await pause(ms);
  } finally {
    await Promise.all(held.map((sql) => sql.end({ timeout: 0 }).catch(() => {})));
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
