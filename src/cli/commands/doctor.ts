import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defineRawCommand } from '@/cli/command';
import type { Session } from '@/cli/session';
import { createMailer } from '@/server/gateways/mailer';
import { requireSecretKey } from '@/server/services/setup';

type Check = { check: string; ok: boolean; detail: string };

/** Three intervals of the sweep. */
const SWEEP_LATE_SECONDS = 180;

export const doctorCommands = [
  defineRawCommand(
    {
      name: 'doctor',
      usage: '',
      summary: 'Look whether database, key and engine are in order (exit 1 if not)',
      flags: z.object({}),
    },
    async (_flags, open) => {
      const session = await open({ isMigrated: false });
      try {
        const checks = await examine(session);
        const ok = checks.every((one) => one.ok);
        return { value: { ok, checks }, exitCode: ok ? 0 : 1 };
      } finally {
        await session.close();
      }
    },
  ),
];

async function examine(session: Session): Promise<Check[]> {
  const { env } = session;
  const isMigrated = await checkMigrations(session);
  const first: Check[] = [
    { check: 'node', ok: true, detail: process.versions.node },
    { check: 'public address', ok: true, detail: env.publicUrl },
    await checkDatabase(session),
    isMigrated,
  ];
  if (!isMigrated.ok) return first;
  return [
    ...first,
    await checkKey(session),
    await checkPartitions(session),
    await checkSweep(session),
    await checkQueue(session),
    ...(env.mail ? [await checkMail(env.mail)] : []),
  ];
}

async function checkMail(settings: { url: string; from: string }): Promise<Check> {
  const mailer = createMailer(settings);
  try {
    await mailer.verify();
    return { check: 'mail server', ok: true, detail: `takes mail from ${settings.from}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { check: 'mail server', ok: false, detail: `${why}: look at SMTP_URL` };
  } finally {
    mailer.close();
  }
}

async function checkDatabase({ ctx }: Session): Promise<Check> {
  const [row] = await ctx.db.engine<{ version: string }[]>`
    SELECT current_setting('server_version') AS version`;
  return { check: 'database', ok: true, detail: `Postgres ${row?.version ?? '?'}` };
}

async function checkMigrations({ ctx }: Session): Promise<Check> {
  const files = (await readdir(join(process.cwd(), 'drizzle'))).filter((name) =>
    name.endsWith('.sql'),
  );
  const [table] = await ctx.db.engine<{ name: string | null }[]>`
    SELECT to_regclass('gancho.migrations')::text AS name`;
  const rows =
    table?.name == null
      ? []
      : await ctx.db.engine<{ name: string }[]>`SELECT name FROM gancho.migrations`;
  const applied = new Set(rows.map((row) => row.name));
  const missing = files.filter((name) => !applied.has(name)).length;
  const detail = missing === 0 ? `${files.length} applied` : `${missing} missing: run migrate`;
  return { check: 'migrations', ok: missing === 0, detail };
}

async function checkKey({ ctx, env }: Session): Promise<Check> {
  try {
    await requireSecretKey({ ctx, input: env });
    return { check: 'secret key', ok: true, detail: 'fits the database' };
  } catch (error) {
    return { check: 'secret key', ok: false, detail: error instanceof Error ? error.message : '' };
  }
}

async function checkPartitions({ ctx }: Session): Promise<Check> {
  const [row] = await ctx.db.engine<{ n: number }[]>`
    SELECT count(*)::integer AS n FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'gancho.events'::regclass
      AND right(c.relname, 8) > to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD')`;
  const days = row?.n ?? 0;
  return { check: 'partitions', ok: days > 0, detail: `made for ${days} days ahead` };
}

async function checkSweep({ ctx }: Session): Promise<Check> {
  const [row] = await ctx.db.asSystem((tx) =>
    tx.execute<{ engine: string; age: number }>(
      `SELECT engine, extract(epoch FROM clock_timestamp() - swept_at)::integer AS age FROM gancho.engine_heartbeat`,
    ),
  );
  if (row === undefined) return { check: 'engine', ok: false, detail: 'has never run: npm start' };
  const ok = row.age < SWEEP_LATE_SECONDS;
  return { check: 'engine', ok, detail: `${row.engine}, swept ${row.age} s ago` };
}

async function checkQueue({ ctx }: Session): Promise<Check> {
  const [row] = await ctx.db.asSystem((tx) =>
    tx.execute<{ pending: number; waiting: number; due: number }>(
      `SELECT (SELECT coalesce(sum(cardinality(event_ids)), 0)::integer FROM gancho.pending_events) AS pending,
        (SELECT count(*)::integer FROM gancho.queue) AS waiting,
        (SELECT count(*)::integer FROM gancho.hook_queue WHERE next_at <= clock_timestamp()) AS due`,
    ),
  );
  const { pending, waiting, due } = row ?? { pending: 0, waiting: 0, due: 0 };
  const detail = `${pending} events to dispatch, ${waiting} deliveries waiting, ${due} hooks due`;
  return { check: 'queue', ok: true, detail };
}
