import { createServer } from 'node:net';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { forThisMachine } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import type { InngestProblem } from '@/server/services/context';
import { checkHealth } from './check-health';

const database = useDatabase();
let sql: Sql;
let world: World;

beforeAll(async () => {
  sql = openPostgres(database.url, { max: 1 });
  world = createWorld(database.url);
});
beforeEach(async () => {
  await migrate({ url: database.url });
  await sql`
    INSERT INTO gancho.engine_heartbeat (engine, swept_at) VALUES ('embedded', clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET swept_at = clock_timestamp()`;
  await sql`DELETE FROM gancho.engine_troubles`;
});
afterAll(async () => {
  await world.db.close();
  await sql.end();
});

const check = (changes: object = {}) => checkHealth({ ctx: { ...world.services, ...changes } });
const codesOf = async () => {
  const { status, reasons, warnings } = await check();
  const codes = (found: typeof reasons) => found.map(({ code }) => code);
  return { status, reasons: codes(reasons), warnings: codes(warnings) };
};
const unavailable = (...reasons: string[]) => ({ status: 'unavailable', reasons, warnings: [] });

describe('health', () => {
  it('is good, with version, engine and the last sweep', async () => {
    expect(await check()).toMatchObject({
      status: 'ok',
      version: '0',
      engine: 'embedded',
      sweptAt: expect.any(Date),
      reasons: [],
      warnings: [],
    });
  });

  it('sees a database that does not accept writes', async () => {
    await sql.unsafe(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
    const other = createWorld(database.url);
    const { reasons } = await checkHealth({ ctx: other.services });
    expect(reasons.map(({ code }) => code)).toEqual(['database_read_only']);
    await other.db.close();
    await sql.unsafe(`ALTER DATABASE ${database.name} RESET default_transaction_read_only`);
  });

  it('sees that requests get no connection, although the probe itself has one', async () => {
    const guest = `guest_${database.name}`;
    await sql.unsafe(`CREATE ROLE ${guest} LOGIN SUPERUSER PASSWORD 'guest' CONNECTION LIMIT 1`);
    await sql.unsafe(`ALTER ROLE ${guest} NOSUPERUSER`);
    await sql.unsafe(`GRANT gancho_engine, gancho_tenant TO ${guest}`);
    const url = Object.assign(new URL(database.url), { username: guest, password: 'guest' }).href;
    const narrow = createWorld(url);
    const look = () => checkHealth({ ctx: narrow.services });
    const codes = async () => (await look()).reasons.map(({ code }) => code);
    // The only connection goes to the look or to the request, whichever comes first.
    await codes();
    expect(await codes()).toEqual(['database_connections']);
    await sql.unsafe(`ALTER ROLE ${guest} CONNECTION LIMIT 5`);
    await codes();
    expect(await codes()).toEqual([]);
    await narrow.db.close();
    await sql.unsafe(`DROP OWNED BY ${guest}`);
    await sql.unsafe(`DROP ROLE ${guest}`);
  });

  it('sees that the heartbeat is old, and names the remedy of the engine', async () => {
    await sql`UPDATE gancho.engine_heartbeat SET swept_at = clock_timestamp() - interval '4 minutes'`;
    expect(await codesOf()).toEqual(unavailable('engine_silent'));
    const remedyOf = async (engine: 'embedded' | 'inngest') => {
      const settings = { ...world.services.settings, engine };
      return (await check({ settings })).reasons[0]?.remedy;
    };
    expect(await remedyOf('embedded')).toContain('npm start');
    expect(await remedyOf('inngest')).toContain('Inngest');
    expect(await remedyOf('inngest')).not.toMatch(/worker|npm start/);
  });

  it.each(['events', 'attempts'])('sees that %s has no partition for tomorrow', async (parent) => {
    const [row] = await sql<{ day: string }[]>`
      SELECT to_char((clock_timestamp() AT TIME ZONE 'UTC') + interval '1 day', 'YYYYMMDD') AS day`;
    await sql.unsafe(`DROP TABLE gancho.${parent}_${row?.day}`);
    expect(await codesOf()).toEqual(unavailable('partitions_missing'));
  });

  it('sees a migration that is missing, one that differs, and one of a later version', async () => {
    const [last] = await sql<{ name: string; hash: string }[]>`
      DELETE FROM gancho.migrations WHERE name = (SELECT max(name) FROM gancho.migrations) RETURNING name, hash`;
    expect(await codesOf()).toEqual(unavailable('database_not_migrated'));
    await sql`INSERT INTO gancho.migrations (name, hash) VALUES (${last?.name ?? ''}, ${last?.hash ?? ''})`;
    await sql`UPDATE gancho.migrations SET hash = 'x' WHERE name = ${last?.name ?? ''}`;
    expect(await codesOf()).toEqual(unavailable('database_differs'));
    await sql`UPDATE gancho.migrations SET hash = ${last?.hash ?? ''} WHERE name = ${last?.name ?? ''}`;
    await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('9999_later.sql', 'x')`;
    expect(await codesOf()).toEqual(unavailable('database_differs'));
    await sql`DELETE FROM gancho.migrations WHERE name = '9999_later.sql'`;
  });

  it('sees a routine that was changed by hand', async () => {
    await sql.unsafe(`CREATE OR REPLACE FUNCTION gancho.current_company() RETURNS bigint
      LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT 1::bigint'`);
    expect(await codesOf()).toEqual(unavailable('routines_differ'));
  });

  it('sees a routine that another release has applied, unless that release is newer and supports this one', async () => {
    await sql`UPDATE gancho.routine_files SET hash = 'of another release' WHERE name = 'outlook'`;
    await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('9999_later.sql', 'x')`;
    expect(await codesOf()).toEqual({
      status: 'unavailable',
      reasons: ['database_differs', 'routines_differ'],
      warnings: [],
    });
    const [own] = await sql<{ version: string }[]>`SELECT version FROM gancho.release`;
    await sql`UPDATE gancho.release SET version = '99.0.0'`;
    expect(await codesOf()).toEqual({ status: 'ok', reasons: [], warnings: [] });
    await sql`UPDATE gancho.release SET serves_from = '99.0.0'`;
    expect((await codesOf()).status).toBe('unavailable');
    await sql`UPDATE gancho.release SET version = ${own?.version ?? ''}, serves_from = '0.2.0'`;
    await sql`DELETE FROM gancho.migrations WHERE name = '9999_later.sql'`;
  });

  it('reports a worker that does not send, for as long as the worker reports it', async () => {
    await sql`INSERT INTO gancho.engine_troubles (source, code, params)
      VALUES ('worker 1', 'file_limit', '{"limit": 1024}'), ('worker 2', 'file_limit', '{"limit": 1024}'),
        ('worker 1', 'internal', '{}'), ('purge', 'purge_refused', '{"days": 60}')`;
    expect(await codesOf()).toEqual({
      status: 'unavailable',
      reasons: ['file_limit'],
      warnings: ['internal', 'purge_refused'],
    });
    expect((await check()).reasons[0]?.message).toContain('1024');
    await sql`INSERT INTO gancho.workers (name) VALUES ('worker 1'), ('worker 3')`;
    expect(await codesOf()).toEqual({
      status: 'ok',
      reasons: [],
      warnings: ['file_limit', 'internal', 'purge_refused'],
    });
    await sql`UPDATE gancho.workers SET heartbeat_at = heartbeat_at - interval '2 minutes' WHERE name = 'worker 3'`;
    expect((await codesOf()).reasons).toEqual(['file_limit']);
    await sql`UPDATE gancho.engine_troubles SET seen_at = clock_timestamp() - interval '3 minutes'`;
    expect(await codesOf()).toEqual({ status: 'ok', reasons: [], warnings: [] });
  });

  it('sees a database that was never migrated', async () => {
    await sql.unsafe('ALTER SCHEMA gancho RENAME TO elsewhere');
    expect(await codesOf()).toEqual(unavailable('database_not_migrated'));
    await sql.unsafe('ALTER SCHEMA elsewhere RENAME TO gancho');
    expect((await codesOf()).status).toBe('ok');
  });

  it('continues when its connection was cut off', async () => {
    expect((await codesOf()).status).toBe('ok');
    await sql`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'gancho health'`;
    await check();
    expect((await codesOf()).status).toBe('ok');
  });

  it('answers within 2 s if the database accepts connections but does not answer', async () => {
    const hole = createServer(() => {});
    await new Promise<void>((done) => hole.listen(0, '127.0.0.1', done));
    const { port } = hole.address() as { port: number };
    const lost = createWorld(`postgres://x:x@127.0.0.1:${port}/x`);
    const startedMs = performance.now();
    const { reasons } = await checkHealth({ ctx: lost.services });
    expect(performance.now() - startedMs).toBeLessThan(forThisMachine(2_000));
    expect(reasons.map(({ code }) => code)).toEqual(['database_slow']);
    await lost.db.close();
    hole.close();
  });

  it('does not call the database slow while this process itself is busy', async () => {
    expect((await codesOf()).status).toBe('ok');
    const answer = codesOf();
    for (let turn = 0; turn < 4; turn += 1) {
      const endMs = performance.now() + 600;
      while (performance.now() < endMs);
      await new Promise(setImmediate);
    }
    expect(await answer).toMatchObject({ status: 'ok' });
  });

  it('looks once for many concurrent callers', async () => {
    await sql.unsafe(`CREATE TABLE public.looks ();
      CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN INSERT INTO public.looks DEFAULT VALUES; RETURN NEW; END $$;
      CREATE TRIGGER note AFTER UPDATE ON gancho.health_probe FOR EACH ROW EXECUTE FUNCTION public.note()`);
    await Promise.all(Array.from({ length: 50 }, () => check()));
    expect(await sql`SELECT count(*)::integer AS n FROM public.looks`).toEqual([{ n: 1 }]);
    await sql.unsafe('DROP FUNCTION public.note() CASCADE');
  });

  it('reports Inngest’s problem as a reason if it is certain, or if nothing sweeps', async () => {
    const asked = (isCertain: boolean) => {
      const problem: InngestProblem = { code: 'inngest_not_registered', problem: 'x', isCertain };
      return check({ checkInngest: async () => problem });
    };
    expect((await asked(true)).reasons).toMatchObject([{ code: 'inngest_not_registered' }]);
    expect((await asked(false)).warnings).toMatchObject([{ code: 'inngest_not_registered' }]);
    await sql`UPDATE gancho.engine_heartbeat SET swept_at = clock_timestamp() - interval '4 minutes'`;
    expect((await asked(false)).reasons).toMatchObject([
      { code: 'engine_silent' },
      { code: 'inngest_not_registered' },
    ]);
  });
});
