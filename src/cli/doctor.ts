import type { OpenSession, Session } from '@/cli/session';
import type { HealthCode, HealthFinding } from '@/domain/system-health';
import { EnvError } from '@/env';
import { LaunchFailure } from '@/launcher/failure';
import { checkInstallation } from '@/launcher/installation-check';
import type { Seen } from '@/server/db/probe';
import { createMailer } from '@/server/gateways/mailer';
import { checkHealth, findingsOf } from '@/server/services/system';
import packageJson from '../../package.json';

/** One line of the doctor's answer. A failed check has a remedy. */
export type Check = { check: string; ok: boolean; detail: string; remedy: string | null };

/** Checks everything. A check that cannot run becomes a line as well. */
export async function examine(open: OpenSession): Promise<Check[]> {
  const first = [good('node', process.versions.node), good('version', packageJson.version)];
  let session: Session;
  try {
    session = await open({ isMigrated: false });
  } catch (error) {
    return [...first, badBy(error, 'database')];
  }
  try {
    return [...first, ...(await examineOpen(session))];
  } catch (error) {
    return [...first, badBy(error, 'database')];
  } finally {
    await session.close().catch(() => {});
  }
}

async function examineOpen(session: Session): Promise<Check[]> {
  const { ctx, env } = session;
  const probed = await ctx.db.probe.look();
  const found = findingsOf(probed, ctx.settings.engine);
  const inngest = ctx.checkInngest ? await checkHealth({ ctx }) : null;
  const all = inngest ?? found;
  const bad = [...all.reasons, ...all.warnings].map(badOf);
  const goods = probed.seen === null ? [] : goodOf(probed.seen);
  const isBad = new Set(bad.map(({ check }) => check));
  const installation = await looked('rights and key', async () => {
    await checkInstallation(env);
    return 'the login has what it needs, and the key fits';
  });
  const checks = [
    good('public address', env.publicUrl),
    ...goods.filter(({ check }) => !isBad.has(check)),
    ...bad,
    ...(isReported(installation, isBad) ? [] : [installation]),
  ];
  if (probed.seen !== null) checks.push(await looked('queue', () => describeQueue(session)));
  const { mail } = env;
  if (mail) checks.push(await looked('mail server', () => askMailServer(mail)));
  return checks;
}

/** A database that is unreachable, or refuses writes, fails the other checks too. One cause gets one line. */
function isReported({ check, ok }: Check, isBad: ReadonlySet<string>): boolean {
  return !ok && isBad.has('database') && ['database', 'rights and key'].includes(check);
}

const NAMES: Record<HealthCode, string> = {
  database_unreachable: 'database',
  database_refuses: 'database',
  database_full: 'database',
  database_memory: 'database',
  database_connections: 'database',
  database_read_only: 'database',
  database_slow: 'database',
  database_not_migrated: 'migrations',
  database_differs: 'migrations',
  routines_differ: 'routines',
  partitions_missing: 'partitions',
  clock_off: 'clock',
  engine_silent: 'engine',
  inngest_unreachable: 'inngest',
  inngest_not_registered: 'inngest',
  file_limit: 'worker',
  memory: 'worker',
  no_route: 'worker',
  resolver: 'worker',
  internal: 'worker',
  clock_skew: 'worker',
  purge_refused: 'purge',
};

function badOf({ code, message, remedy }: HealthFinding): Check {
  return { check: NAMES[code], ok: false, detail: message, remedy };
}

/** The lines of the parts that have no problem. */
function goodOf({ version, clockOffsetMs, heartbeat }: Seen): Check[] {
  const swept = heartbeat && `${heartbeat.engine}, swept ${Math.round(heartbeat.ageSeconds)} s ago`;
  return [
    good('database', `Postgres ${version}, takes writes`),
    good('migrations', 'those of this version'),
    good('routines', 'those of this version'),
    good('partitions', 'made for today and tomorrow'),
    good('clock', `${Math.round(Math.abs(clockOffsetMs))} ms from the database’s`),
    good('engine', swept ?? ''),
    good('worker', 'none has a reason not to send'),
    good('purge', 'none was refused'),
  ];
}

async function looked(check: string, look: () => Promise<string>): Promise<Check> {
  try {
    return good(check, await look());
  } catch (error) {
    return badBy(error, check);
  }
}

async function describeQueue({ ctx }: Session): Promise<string> {
  const { rows } = await ctx.db.asSystem((tx) =>
    tx.execute<{ pending: number; waiting: number; due: number }>(
      `SELECT (SELECT coalesce(sum(cardinality(event_ids)), 0)::integer FROM gancho.pending_events) AS pending,
        (SELECT count(*)::integer FROM gancho.queue) AS waiting,
        (SELECT count(*)::integer FROM gancho.hook_queue WHERE next_at <= clock_timestamp()) AS due`,
    ),
  );
  const [row] = rows;
  const { pending, waiting, due } = row ?? { pending: 0, waiting: 0, due: 0 };
  return `${pending} events to dispatch, ${waiting} deliveries waiting, ${due} hooks due`;
}

async function askMailServer(settings: { url: string; from: string }): Promise<string> {
  const mailer = createMailer(settings);
  try {
    await mailer.verify();
    return `takes mail from ${settings.from}`;
  } catch (error) {
    throw new Error(`${messageOf(error)}: look at SMTP_URL`);
  } finally {
    mailer.close();
  }
}

function good(check: string, detail: string): Check {
  return { check, ok: true, detail, remedy: null };
}

/** Our refusals name the problem, then a colon and the remedy. */
function badBy(error: unknown, check: string): Check {
  const message = messageOf(error);
  const at = message.lastIndexOf(': ');
  return {
    check: subjectOf(error) ?? check,
    ok: false,
    detail: at > 0 ? message.slice(0, at) : message,
    remedy: at > 0 ? message.slice(at + 2) : 'see docs/operations.md',
  };
}

function subjectOf(error: unknown): string | null {
  if (error instanceof EnvError) return 'settings';
  return error instanceof LaunchFailure && error.subject !== 'start' ? error.subject : null;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
