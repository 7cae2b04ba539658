import { openPostgres, type Sql } from '@/server/db/driver';
import { seeded } from '../support/random';
import { watchCircuits } from './circuits';
import { Cluster } from './cluster';
import { COMPANIES, ENDPOINTS, isOfThePast } from './endpoints';
import { type Evaluation, evaluate } from './evaluate';
import { readEvidence } from './evidence';
import { FAULT_KINDS, type Fault, type FaultKind } from './fault-kinds';
import { possibleKinds } from './faults';
import { startOperator } from './operator';
import { redeliveredOf } from './operator-actions';
import { Past } from './past';
import { type Publisher, type Stream, startPublisher } from './publisher';
import { type Receivers, startReceivers } from './receivers';
import { settle } from './settle';
import { torment } from './torment';
import { pause, untilDrained, untilHeld, waitFor, withRetry } from './waiting';

export type ChaosOptions = {
  /** The folder of the bundled programs. */
  programs: string;
  seed: number;
  /** Chooses faults from those that this machine allows. */
  faults: (possible: readonly FaultKind[]) => readonly FaultKind[];
  eventsPerSecond: number;
  diskBytes: number;
  /** The time in which everything must be delivered after the faults. */
  settleMs: number;
  /** The allowed factor of slowness, for a machine that runs other work. */
  leniency: number;
  /** Changes the database before the processes start. */
  plant?: (sql: Sql) => Promise<void>;
  say?: (line: string) => void;
  onCluster?: (cluster: Cluster) => void;
};

export type Report = Evaluation & {
  seed: number;
  faults: Fault[];
  /** Kinds that this machine does not allow. */
  leftOut: readonly FaultKind[];
  seconds: number;
  /** The time from the end of the faults until nothing waited. */
  settledMs: number;
  calls: number;
  events: number;
  deliveries: number;
  receipts: number;
  /** The operator's calls that discarded a queue, and the deliveries that were sent again. */
  discards: number;
  redelivered: number;
  /** Deliveries that were discarded because a window ended. */
  windowLosses: number;
  databaseBytes: number;
  log: string;
};

const WORKERS = 2;
/** A dead worker's leases are taken back once its heartbeat is this old. */
const HEARTBEAT_MS = 11_000;
const FLAPPING_EVENTS_PER_SECOND = 15;
const STEADY_EVENTS_PER_SECOND = 10;

/** Publishes, injects faults, waits until everything is delivered, and evaluates the run. */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const beganMs = Date.now();
  const say = options.say ?? (() => {});
  const returnsMs: number[] = [];
  const receivers = await startReceivers(ENDPOINTS, options.seed);
  const onReturn = () => returnsMs.push(Date.now());
  const cluster = await Cluster.start({ ...options, onReturn });
  options.onCluster?.(cluster);
  const sql = openPostgres(cluster.databaseUrl, { max: 4, applicationName: 'chaos' });
  let past: Past | null = null;
  try {
    await options.plant?.(sql);
    for (let n = 0; n < WORKERS; n += 1) await cluster.startWorker();
    await cluster.startWeb().ready();
    const { tenants, hooks } = await settle(cluster, receivers, sql);
    past = await Past.make(cluster, hooks, sql);
    const { firstId } = past;
    const publishers = streamsOf(options).map((stream) => {
      const tenant = tenants[stream.company];
      if (!tenant) throw new Error(`no company ${stream.company}`);
      return startPublisher({ ...tenant, ...stream, seed: options.seed, origin: cluster.origin });
    });
    await waitFor(() => receivers.receipts.length > 0);
    const circuits = watchCircuits(sql);
    const operator = startOperator({ ...options, hooks });
    const possible = possibleKinds(cluster);
    const random = seeded(options.seed);
    const stage = { cluster, random, sql, receivers, past, hooks };
    const faults = await torment(
      { faults: options.faults(possible), leniency: options.leniency, say },
      stage,
    );
    const busyUntilMs = Date.now();
    await operator.stop();
    await circuits.stop();
    receivers.fallSilent();
    await untilHeld(sql);
    faults.push(await replaceEverything(cluster, receivers, publishers));
    const pastEvidence = await past.evidence();
    await operator.tryNow();
    say('everything was killed and replaced; waiting until all is delivered');
    const healedMs = Date.now();
    await untilDrained(sql, options.settleMs);
    const settledMs = Date.now() - healedMs;
    const hookIds = hooks.filter((hook) => !isOfThePast(hook)).map(({ id }) => id);
    const evidence = await withRetry(() => readEvidence(sql, { firstId, hookIds }));
    const accepted = publishers.flatMap((one) => [...one.accepted.values()]);
    const { actions } = operator;
    const { receipts } = receivers;
    const { leniency } = options;
    const happened = { accepted, receipts, faults, actions, returnsMs, busyUntilMs };
    const seen = { evidence, past: pastEvidence, circuits: circuits.seen };
    const evaluation = evaluate({ hooks, ...happened, ...seen, leniency });
    evaluation.findings.push({
      check: 'publishing and operating are not refused',
      problems: [...publishers.flatMap((one) => one.complaints), ...operator.complaints],
    });
    return {
      ...evaluation,
      seed: options.seed,
      faults,
      leftOut: FAULT_KINDS.filter((kind) => !possible.includes(kind)),
      seconds: Math.round((Date.now() - beganMs) / 1000),
      settledMs,
      calls: publishers.reduce((sum, one) => sum + one.calls, 0),
      events: accepted.length,
      deliveries: evidence.deliveries.length,
      receipts: receipts.length,
      discards: actions.filter(({ kind }) => kind === 'discard').length,
      redelivered: redeliveredOf(actions).size,
      windowLosses: evidence.deliveries.filter(({ reason }) => reason?.endsWith('window_ended'))
        .length,
      databaseBytes: (await cluster.disk?.usedBytes()) ?? 0,
      log: await cluster.log(),
    };
  } finally {
    receivers.close();
    await sql.end({ timeout: 1 });
    await past?.close();
    await cluster.close();
  }
}

const streamsOf = ({ eventsPerSecond }: ChaosOptions): Stream[] =>
  COMPANIES.map((name, company) => {
    if (name === 'steady') {
      return { company, eventsPerSecond: STEADY_EVENTS_PER_SECOND, sizes: [1], others: 0.15 };
    }
    const isFlapping = name === 'flapping';
    return {
      company,
      eventsPerSecond: isFlapping ? FLAPPING_EVENTS_PER_SECOND : eventsPerSecond,
      sizes: [1, 1, 1, 2, 5, 20],
      others: 0.15,
    };
  });

/**
 * The last fault: all processes are killed while requests are in flight, and other machines take over, so that the old
 * workers never return for their deliveries.
 */
async function replaceEverything(
  cluster: Cluster,
  receivers: Receivers,
  publishers: readonly Publisher[],
): Promise<Fault> {
  const beganMs = Date.now();
  await Promise.all([...cluster.workers.keys()].map((name) => cluster.removeWorker(name)));
  cluster.killWeb();
  await cluster.killPostgres();
  receivers.heal();
  await Promise.all(publishers.map((one) => one.stop()));
  await pause(HEARTBEAT_MS);
  for (let n = 0; n < WORKERS; n += 1) await cluster.startWorker();
  await cluster.ready();
  return { kind: 'kill everything', beganMs, endedMs: Date.now() };
}
