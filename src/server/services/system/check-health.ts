import type { SystemHealth } from '@/contracts/system-health';
import {
  type Engine,
  findingOf,
  type HealthCode,
  type HealthFinding,
  isHealthCode,
} from '@/domain/system-health';
import type { Probed, Seen } from '@/server/db/probe';
import type { Outage } from '@/server/db/unavailable';
import type { Services } from '../context';

/** Three intervals of the sweep. */
const SILENCE_MAX_SECONDS = 180;
const CLOCK_WARN_MS = 5_000;
const CLOCK_STOP_MS = 120_000;

/** Problems with which events are still sent and stored as usual. */
const HARMLESS: ReadonlySet<HealthCode> = new Set(['internal', 'purge_refused']);

type Findings = { reasons: HealthFinding[]; warnings: HealthFinding[] };

/** Whether events that are published now will be accepted and delivered. It never throws, and ends within 2 s. */
export async function checkHealth({
  ctx,
}: {
  ctx: Pick<Services, 'db' | 'settings' | 'checkInngest'>;
}): Promise<SystemHealth> {
  const { engine, version } = ctx.settings;
  const [probed, inngest] = await Promise.all([ctx.db.probe.look(), ctx.checkInngest?.()]);
  const found = findingsOf(probed, engine);
  // Inngest may refuse to list its functions. A sweep that runs proves that they exist.
  const isSwept = !found.reasons.some(({ code }) => code === 'engine_silent');
  if (inngest) {
    const finding = findingOf(inngest.code, engine, { problem: inngest.problem });
    (inngest.isCertain || !isSwept ? found.reasons : found.warnings).push(finding);
  }
  return {
    status: found.reasons.length === 0 ? 'ok' : 'unavailable',
    version,
    engine,
    sweptAt: probed.seen?.heartbeat?.sweptAt ?? null,
    ...found,
  };
}

/** All findings of a look at the database. */
export function findingsOf(probed: Probed, engine: Engine): Findings {
  const { seen } = probed;
  if (seen === null) {
    const problem = probed.error instanceof Error ? { problem: probed.error.message } : {};
    return { reasons: [findingOf(CODES[probed.outage], engine, problem)], warnings: [] };
  }
  const find = (code: HealthCode, params = {}) => findingOf(code, engine, params);
  return {
    reasons: [...storeFindings(seen, find), ...engineFindings(seen, find)],
    warnings: warningsOf(seen, find),
  };
}

type Find = (code: HealthCode, params?: Record<string, string | number>) => HealthFinding;

function storeFindings(seen: Seen, find: Find): HealthFinding[] {
  const { missing, changed, unknown } = seen.migrations;
  const differing = [...changed, ...unknown];
  return [
    ...(seen.isPoolRefused ? [find('database_connections')] : []),
    ...(missing.length > 0 ? [find('database_not_migrated', { names: missing.join(', ') })] : []),
    ...(differing.length > 0 ? [find('database_differs', { names: differing.join(', ') })] : []),
    ...(seen.changedRoutines.length > 0
      ? [find('routines_differ', { names: seen.changedRoutines.join(', ') })]
      : []),
    ...(seen.missingDays.length > 0
      ? [find('partitions_missing', { days: seen.missingDays.map(asDate).join(' and ') })]
      : []),
  ];
}

function engineFindings(seen: Seen, find: Find): HealthFinding[] {
  const { heartbeat, clockOffsetMs } = seen;
  const isClockOff = Math.abs(clockOffsetMs) >= CLOCK_STOP_MS;
  return [
    ...(isClockOff ? [find('clock_off', { seconds: Math.round(clockOffsetMs / 1000) })] : []),
    ...(heartbeat === null ? [find('engine_silent')] : []),
    ...(heartbeat !== null && heartbeat.ageSeconds > SILENCE_MAX_SECONDS
      ? [find('engine_silent', { since: heartbeat.sweptAt.toISOString() })]
      : []),
    ...troublesOf(seen, find).filter((trouble) => stops(seen, trouble)),
  ];
}

function warningsOf(seen: Seen, find: Find): HealthFinding[] {
  const { clockOffsetMs, freeConnections, isPoolRefused } = seen;
  const offMs = Math.abs(clockOffsetMs);
  const isDrifting = offMs >= CLOCK_WARN_MS && offMs < CLOCK_STOP_MS;
  return [
    ...(isDrifting ? [find('clock_off', { seconds: Math.round(clockOffsetMs / 1000) })] : []),
    ...(freeConnections <= 0 && !isPoolRefused ? [find('database_connections')] : []),
    ...troublesOf(seen, find).filter((trouble) => !stops(seen, trouble)),
  ];
}

/** Whether a trouble stops sending. A worker that does not send concerns only its machine while another one sends. */
function stops({ isSendingElsewhere }: Seen, { code }: HealthFinding): boolean {
  return !isSendingElsewhere && !HARMLESS.has(code);
}

/** Returns one finding per cause, however many workers have it. */
function troublesOf({ troubles }: Seen, find: Find): HealthFinding[] {
  const byCode = new Map(troubles.map(({ code, params }) => [code, params]));
  return [...byCode].map(([code, params]) => find(isHealthCode(code) ? code : 'internal', params));
}

const asDate = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

const CODES: Record<Outage, HealthCode> = {
  unreachable: 'database_unreachable',
  lost: 'database_unreachable',
  starting: 'database_unreachable',
  refused: 'database_refuses',
  full: 'database_full',
  memory: 'database_memory',
  connections: 'database_connections',
  read_only: 'database_read_only',
  busy: 'database_slow',
  late: 'database_slow',
  crowded: 'database_slow',
  not_migrated: 'database_not_migrated',
  no_partition: 'partitions_missing',
};
