import { createWorld, insertCompany } from '@tests/factories/world';
import postgres from 'postgres';
import { createClient } from '@/server/services/api-clients/create-client';
import { issueToken } from '@/server/services/oauth/issue-token';
import { pick, type Random, seeded } from '../support/random';
import { Cluster } from './cluster';
import { redeliveredOf } from './deeds';
import { type Evidence, readEvidence } from './evidence';
import { type Fault, type FaultKind, faultOf, inflict } from './faults';
import { startOperator } from './operator';
import { type Publisher, startPublisher } from './publisher';
import { type Endpoint, type Receivers, startReceivers } from './receivers';
import { type Hook, judge, type Verdict } from './verdict';

export type ChaosOptions = {
  /** The folder of the bundled programs. */
  programs: string;
  seed: number;
  faults: readonly FaultKind[];
  eventsPerSecond: number;
  /** How long everything may take to be delivered once the faults are over. */
  settleMs: number;
  /** Done to the database before anything runs. */
  plant?: (sql: postgres.Sql) => Promise<void>;
  say?: (line: string) => void;
};

export type Report = Verdict & {
  seed: number;
  faults: Fault[];
  seconds: number;
  /** From the end of the faults until nothing waited any more. */
  settledMs: number;
  calls: number;
  events: number;
  deliveries: number;
  receipts: number;
  interrupted: number;
  /** By the operator: calls that discarded a queue, and deliveries sent again. */
  discards: number;
  redelivered: number;
  log: string;
};

const ENDPOINTS: readonly Endpoint[] = [
  endpoint({ name: 'good', slowMs: 20 }),
  endpoint({ name: 'mixed', failing: 0.3, slowMs: 100 }),
  endpoint({ name: 'slow', maxInFlight: 50, failing: 0.02, slowMs: 900 }),
  endpoint({ name: 'failing', failing: 0.6 }),
  endpoint({ name: 'operated', failing: 0.2, slowMs: 300, gone: 0.005, isOperated: true }),
  endpoint({ name: 'in order', isInOrder: true, slowMs: 20 }),
  endpoint({ name: 'in order, mixed', isInOrder: true, failing: 0.03, slowMs: 50 }),
  endpoint({
    name: 'in order, operated',
    isInOrder: true,
    failing: 0.03,
    slowMs: 200,
    isOperated: true,
  }),
];
/** A dead worker's claims are taken back once its heartbeat is this old. */
const HEARTBEAT_MS = 11_000;

function endpoint(own: Partial<Endpoint> & { name: string }): Endpoint {
  const plain = { isInOrder: false, maxInFlight: 10, failing: 0, slowMs: 0, gone: 0 };
  return { ...plain, isOperated: false, ...own };
}

/** Publishes, torments, lets everything settle, and judges. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const beganMs = Date.now();
  const say = options.say ?? (() => {});
  const random = seeded(options.seed);
  const returnsMs: number[] = [];
  const receivers = await startReceivers(ENDPOINTS, options.seed);
  const cluster = await Cluster.start(options.programs, () => returnsMs.push(Date.now()));
  const sql = postgres(cluster.databaseUrl, { max: 2, connect_timeout: 5, onnotice: () => {} });
  try {
    await options.plant?.(sql);
    cluster.startWorker();
    await cluster.startWeb().ready();
    const place = await settle(cluster, receivers);
    const publisher = startPublisher({ ...place, ...options, origin: cluster.origin });
    await waitFor(() => receivers.receipts.length > 0);
    const operator = startOperator({ ...place, seed: options.seed });
    const faults = await torment(options, { cluster, random, sql, say });
    const busyUntilMs = Date.now();
    await operator.stop();
    receivers.fallSilent();
    await untilHeld(sql);
    faults.push(await replaceEverything(cluster, receivers, publisher));
    await operator.tryNow();
    say('everything was killed and replaced; waiting until all is delivered');
    const healedMs = Date.now();
    await untilDrained(sql, options.settleMs);
    const settledMs = Date.now() - healedMs;
    const evidence = await withRetry(() => readEvidence(sql));
    const accepted = [...publisher.accepted.values()];
    const verdict = judge({
      hooks: place.hooks,
      accepted,
      receipts: receivers.receipts,
      faults,
      deeds: operator.deeds,
      returnsMs,
      busyUntilMs,
      evidence,
    });
    verdict.findings.push({
      check: 'publishing and operating are not refused',
      problems: [...publisher.complaints, ...operator.complaints],
    });
    return {
      ...verdict,
      seed: options.seed,
      faults,
      seconds: Math.round((Date.now() - beganMs) / 1000),
      settledMs,
      calls: publisher.calls,
      events: accepted.length,
      deliveries: evidence.deliveries.length,
      receipts: receivers.receipts.length,
      interrupted: interruptedIn(evidence),
      discards: operator.deeds.filter(({ kind }) => kind === 'discard').length,
      redelivered: redeliveredOf(operator.deeds).size,
      log: await cluster.log(),
    };
  } finally {
    receivers.close();
    await sql.end({ timeout: 1 });
    await cluster.close();
  }
}

type Stage = { cluster: Cluster; random: Random; sql: postgres.Sql; say: (line: string) => void };

async function torment(options: ChaosOptions, { say, ...stage }: Stage): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [i, kind] of options.faults.entries()) {
    say(`${i + 1}/${options.faults.length} ${kind}`);
    faults.push(await inflict(kind, stage));
    // Often the next one comes before everything has recovered.
    if (stage.random() < 0.7) await stage.cluster.ready();
    await pause(pick(stage.random, [50, 300, 600, 1000]));
  }
  await stage.cluster.ready();
  return faults;
}

/**
 * The last fault: everything is killed while requests are out, and other machines take over, so that
 * nobody ever comes back for what the old workers held.
 */
async function replaceEverything(
  cluster: Cluster,
  receivers: Receivers,
  publisher: Publisher,
): Promise<Fault> {
  const beganMs = Date.now();
  await Promise.all([...cluster.workers.keys()].map((name) => cluster.removeWorker(name)));
  cluster.killWeb();
  await cluster.killPostgres();
  receivers.heal();
  await publisher.stop();
  await pause(HEARTBEAT_MS);
  const heir = cluster.startWorker();
  await cluster.workers.get(heir)?.ready();
  return faultOf('kill everything', beganMs);
}

/** A company, its client, and a hook for every endpoint, made over REST as an integrator does. */
async function settle(cluster: Cluster, receivers: Receivers) {
  const world = createWorld(cluster.databaseUrl);
  const { companyId, projectId } = await insertCompany(world);
  const client = await createClient({ ctx: world.ctx, input: { companyId, name: 'chaos' } });
  const issued = await issueToken({ ctx: world.services, input: client });
  await world.db.close();
  const token = issued?.accessToken ?? '';
  const base = `${cluster.origin}/rest/v2.0/companies/${companyId}/projects/${projectId}/webhooks/hooks`;
  const hooks: Hook[] = [];
  for (const [number, endpoint] of ENDPOINTS.entries()) {
    const resource = endpoint.isInOrder ? 'Submittals' : 'RFIs';
    const { id } = await post(base, token, {
      name: endpoint.name,
      namespace: 'chaos',
      payload_version: 'v4.0',
      destination_url: receivers.url(number),
      delivery_mode: endpoint.isInOrder ? 'in_order' : 'parallel',
      timeout_seconds: 1,
      max_in_flight: endpoint.maxInFlight,
    });
    await post(`${base}/${id}/triggers`, token, { resource_name: resource, event_type: 'create' });
    hooks.push({ ...endpoint, id: Number(id), resource });
  }
  return { companyId, projectId, token, hooks, base };
}

async function post(url: string, token: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()).data;
}

/** Until workers hold something, so that there is something to lose. */
async function untilHeld(sql: postgres.Sql): Promise<void> {
  await waitFor(async () => (await countWaiting(sql)).held > 3);
}

async function untilDrained(sql: postgres.Sql, withinMs: number): Promise<void> {
  await waitFor(async () => (await countWaiting(sql)).waiting === 0, withinMs).catch(() => {});
}

async function countWaiting(sql: postgres.Sql): Promise<{ waiting: number; held: number }> {
  const [row] = await withRetry(
    () => sql<{ waiting: number; held: number }[]>`
      SELECT (count(*) + (SELECT count(*) FROM gancho.pending_events))::int AS waiting, count(worker)::int AS held
      FROM gancho.queue`,
  );
  return row ?? { waiting: 0, held: 0 };
}

function interruptedIn({ attempts }: Evidence): number {
  return attempts.filter(({ outcome }) => outcome === 'unknown').length;
}

/** The connection may have gone down with the server. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 20) throw error;
      await pause(250);
    }
  }
}

async function waitFor(isSo: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const endMs = Date.now() + withinMs; !(await isSo()); ) {
    if (Date.now() > endMs) throw new Error(`not so within ${withinMs} ms`);
    await pause(25);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
