import { openPostgres, type Sql, type SqlTransaction } from './driver';
import { readMigrations } from './migrate';
import { OWN_RELEASE, readRelease, standingOf } from './release';
import { CHANGED_ROUTINES, differingFiles, readRoutines } from './routines';
import { type Outage, outageOf } from './unavailable';

/** The findings about a database that accepts writes. */
export type Seen = {
  version: string;
  /**
   * The offset of the database's clock from ours, minus the uncertainty of the round trip, so that it never exceeds the
   * true offset.
   */
  clockOffsetMs: number;
  migrations: { missing: string[]; changed: string[]; unknown: string[] };
  changedRoutines: string[];
  /** The days, of today and tomorrow, for which a table of the history has no partition. */
  missingDays: string[];
  heartbeat: { engine: string; sweptAt: Date; ageSeconds: number } | null;
  troubles: Trouble[];
  /** There is a worker that none of the troubles keeps from sending. */
  isSendingElsewhere: boolean;
  freeConnections: number;
  /** The connections that serve requests are refused, although the probe itself has one. */
  isPoolRefused: boolean;
};

export type Trouble = {
  source: string;
  code: string;
  params: Record<string, string | number>;
};

export type Probed =
  | { outage: Outage; error: unknown; seen: null }
  | { outage: null; error: null; seen: Seen };

export type ProbeOptions = {
  url: string;
  /** The time of this process's own clock, right or wrong. */
  ownNowMs: () => number;
  /** Sends a query over the connections that serve requests. */
  askPool: () => Promise<unknown>;
  /** How long callers that ask at once or shortly after get the same answer. */
  sharedMs?: number;
};

/** Together with the other work, less than the 2 s within which a health check answers. */
const WITHIN_MS = 1_500;
const TICK_MS = 100;
const TROUBLE_SECONDS = 120;
/** A refusal comes at once. A busy pool answers when it can, and nobody waits longer for it than this. */
const POOL_WITHIN_MS = 200;
/** Three heartbeats of a worker without work. */
const WORKER_SECONDS = 90;
/** At most twenty looks per second, however many callers ask. It is short enough that a fix is visible at once. */
const SHARED_MS = 50;

/**
 * Checks whether the database can do its work. It uses its own connection, which waits for nobody and is kept between
 * looks. Concurrent callers share one look.
 */
export class Probe {
  private sql: Sql | null = null;
  private last: { result: Promise<Probed>; endedAtMs: number } | null = null;
  private asking: Promise<boolean> | null = null;

  constructor(private readonly options: ProbeOptions) {}

  look(): Promise<Probed> {
    const { sharedMs = SHARED_MS } = this.options;
    if (this.last && performance.now() - this.last.endedAtMs < sharedMs) return this.last.result;
    const look = { result: this.begin(), endedAtMs: Number.POSITIVE_INFINITY };
    this.last = look;
    void look.result.finally(() => {
      look.endedAtMs = performance.now();
    });
    return look.result;
  }

  async close(): Promise<void> {
    const { sql } = this;
    this.sql = null;
    await sql?.end({ timeout: 0 });
  }

  private async begin(): Promise<Probed> {
    let timer: NodeJS.Timeout | undefined;
    // A time in which this process does not run is one tick, because it says nothing about the database.
    let ticks = WITHIN_MS / TICK_MS;
    const late = new Promise<Probed>((resolve) => {
      timer = setInterval(() => {
        ticks -= 1;
        if (ticks <= 0) resolve({ outage: 'late', error: null, seen: null });
      }, TICK_MS);
    });
    this.sql ??= openPostgres(this.options.url, {
      max: 1,
      applicationName: 'gancho health',
      connectTimeoutSeconds: 2,
    });
    const refused = this.isPoolRefused();
    const looked: Promise<Probed> = see(this.sql, this.options.ownNowMs).then(
      async (seen) =>
        seen === null
          ? { outage: 'not_migrated', error: null, seen: null }
          : { outage: null, error: null, seen: { ...seen, isPoolRefused: await refused } },
      (error: unknown) => ({ outage: outageOf(error) ?? 'refused', error, seen: null }),
    );
    const probed = await Promise.race([looked, late]);
    clearInterval(timer);
    // A connection that has failed once is not used again.
    if (probed.outage !== null) void this.close().catch(() => {});
    return probed;
  }

  /** Sends one query at a time, however long it goes without an answer. */
  private isPoolRefused(): Promise<boolean> {
    this.asking ??= this.options
      .askPool()
      .then(
        () => false,
        (error: unknown) => outageOf(error) === 'connections',
      )
      .finally(() => {
        this.asking = null;
      });
    const late = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), POOL_WITHIN_MS).unref();
    });
    return Promise.race([this.asking, late]);
  }
}

type Code = {
  migrations: Awaited<ReturnType<typeof readMigrations>>;
  routines: Awaited<ReturnType<typeof readRoutines>>;
};
let known: Code | null = null;

/** Reads the code once, because a process runs the code with which it started. */
async function readCode(): Promise<Code> {
  known ??= { migrations: await readMigrations(), routines: await readRoutines() };
  return known;
}

/** Null if the database holds nothing of ours yet. */
async function see(sql: Sql, ownNowMs: () => number): Promise<Omit<Seen, 'isPoolRefused'> | null> {
  const code = await readCode();
  return sql.begin(async (tx) => {
    await tx`SELECT set_config('statement_timeout', ${String(WITHIN_MS)}, true)`;
    const [table] = await tx<{ name: string | null }[]>`
      SELECT to_regclass('gancho.migrations')::text AS name`;
    if (table?.name == null) return null;
    const clock = await readClock(tx, ownNowMs);
    await tx`SELECT set_config('role', 'gancho_engine', true), set_config('work_mem', '64kB', true)`;
    const applied = await tx<{ name: string; hash: string }[]>`
      SELECT name, hash FROM gancho.migrations`;
    const changed: { name: string }[] = await tx.unsafe(CHANGED_ROUTINES);
    // A newer release that supports this one may have added migrations and changed routines.
    const isOurs = standingOf(await readRelease(tx), OWN_RELEASE) !== 'newer';
    const differing = isOurs ? await differingFiles(tx, code.routines) : [];
    const migrations = compare(code.migrations, applied);
    const state = await readState(tx);
    await write(tx);
    return {
      ...clock,
      ...state,
      migrations: isOurs ? migrations : { ...migrations, unknown: [] },
      changedRoutines: [...changed.map(({ name }) => name), ...differing],
    };
  }) as Promise<Omit<Seen, 'isPoolRefused'> | null>;
}

async function readClock(tx: SqlTransaction, ownNowMs: () => number) {
  const sentMs = ownNowMs();
  const sent = performance.now();
  const [row] = await tx<{ now_ms: number; version: string }[]>`
    SELECT 1000 * extract(epoch FROM clock_timestamp())::double precision AS now_ms,
      current_setting('server_version') AS version`;
  const halfTripMs = (performance.now() - sent) / 2;
  const offsetMs = (row?.now_ms ?? 0) - (sentMs + halfTripMs);
  const certainMs = Math.max(0, Math.abs(offsetMs) - halfTripMs);
  return { version: row?.version ?? '', clockOffsetMs: Math.sign(offsetMs) * certainMs };
}

async function readState(tx: SqlTransaction) {
  const [row] = await tx<
    {
      missing_days: string[];
      heartbeat: { engine: string; sweptMs: number; ageSeconds: number } | null;
      troubles: Trouble[];
      is_sending_elsewhere: boolean;
      free_connections: number;
    }[]
  >`
    SELECT
      (SELECT coalesce(json_agg(DISTINCT d.day), '[]') FROM (
          SELECT to_char((clock_timestamp() AT TIME ZONE 'UTC') + make_interval(days => n), 'YYYYMMDD') AS day
          FROM generate_series(0, 1) AS n) d
        CROSS JOIN unnest(ARRAY['events', 'deliveries', 'attempts', 'discards']) AS parent
        WHERE NOT EXISTS (
          SELECT FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = ('gancho.' || parent)::regclass AND c.relname = parent || '_' || d.day)) AS missing_days,
      (SELECT json_build_object('engine', engine, 'sweptMs', 1000 * extract(epoch FROM swept_at),
          'ageSeconds', extract(epoch FROM clock_timestamp() - swept_at)) FROM gancho.engine_heartbeat) AS heartbeat,
      (SELECT coalesce(json_agg(json_build_object('source', source, 'code', code, 'params', params) ORDER BY since), '[]')
        FROM gancho.engine_troubles
        WHERE seen_at > clock_timestamp() - make_interval(secs => ${TROUBLE_SECONDS})) AS troubles,
      EXISTS (SELECT FROM gancho.workers w
        WHERE w.heartbeat_at > clock_timestamp() - make_interval(secs => ${WORKER_SECONDS}) AND NOT EXISTS (
          SELECT FROM gancho.engine_troubles t WHERE t.source = w.name AND t.code <> 'internal'
            AND t.seen_at > clock_timestamp() - make_interval(secs => ${TROUBLE_SECONDS}))) AS is_sending_elsewhere,
      (SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
          - coalesce(current_setting('reserved_connections', true), '0')::integer - sum(numbackends)::integer
        FROM pg_stat_database) AS free_connections`;
  if (row === undefined) throw new Error('the state of the engine cannot be read');
  const { heartbeat } = row;
  return {
    missingDays: row.missing_days,
    heartbeat: heartbeat && {
      engine: heartbeat.engine,
      sweptAt: new Date(heartbeat.sweptMs),
      ageSeconds: heartbeat.ageSeconds,
    },
    troubles: row.troubles,
    isSendingElsewhere: row.is_sending_elsewhere,
    freeConnections: row.free_connections,
  };
}

/**
 * Writes a row to the disk, and a megabyte that is given back at once. A row alone would still fit on the disk of a
 * full database.
 */
async function write(tx: SqlTransaction): Promise<void> {
  await tx`SET LOCAL synchronous_commit = on`;
  // Another process that holds the row at this moment writes it too, and may be suspended while it holds it.
  await tx`
    UPDATE gancho.health_probe SET probed_at = clock_timestamp()
    WHERE id = (SELECT id FROM gancho.health_probe FOR NO KEY UPDATE SKIP LOCKED)`;
  await tx`SELECT count(*) FROM generate_series(1, 40000)`;
}

function compare(
  files: readonly { name: string; hash: string }[],
  applied: readonly { name: string; hash: string }[],
): Seen['migrations'] {
  const hashes = new Map(applied.map(({ name, hash }) => [name, hash]));
  const names = new Set(files.map(({ name }) => name));
  const known = files.filter(({ name }) => hashes.has(name));
  return {
    missing: files.filter(({ name }) => !hashes.has(name)).map(({ name }) => name),
    changed: known.filter(({ name, hash }) => hashes.get(name) !== hash).map(({ name }) => name),
    unknown: applied.filter(({ name }) => !names.has(name)).map(({ name }) => name),
  };
}
