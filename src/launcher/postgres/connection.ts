import { errorCode } from '@/launcher/failure';
import { SUPERUSER } from '@/launcher/postgres/cluster';
import { openPostgres, type Sql } from '@/server/db/driver';

const DATABASE = 'gancho';
const RELEASE = 'gancho release';
/** Any number will do, as long as every version of the launcher uses the same. */
const SUPERVISOR_LOCK = 7305088;

export function connectionUrl(password: string, port: number, database = DATABASE): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

async function withConnection<T>(
  url: string,
  work: (sql: Sql) => Promise<T>,
  name = 'gancho launcher',
): Promise<T> {
  const sql = openPostgres(url, { max: 1, applicationName: name, connectTimeoutSeconds: 5 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export async function tryConnection(
  password: string,
  port: number,
): Promise<'ok' | 'not yet' | 'wrong password'> {
  try {
    await withConnection(connectionUrl(password, port, 'postgres'), (sql) => sql`select 1`);
    return 'ok';
  } catch (error) {
    return hasCode(error, '28P01') ? 'wrong password' : 'not yet';
  }
}

export async function ensureDatabase(password: string, port: number): Promise<void> {
  await withConnection(connectionUrl(password, port, 'postgres'), async (sql) => {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length > 0) return;
    await sql.unsafe(`create database ${DATABASE}`).catch((error: unknown) => {
      // Another process created it in the same moment.
      if (!hasCode(error, '42P04', '23505')) throw error;
    });
  });
}

/** Whether anybody is connected, other than processes that ask the same question. */
export async function hasOtherClients(url: string): Promise<boolean> {
  const ask = async (sql: Sql) => {
    const others = await sql`select 1 from pg_stat_activity
      where backend_type = 'client backend' and application_name <> ${RELEASE} limit 1`;
    return others.length > 0;
  };
  return withConnection(url, ask, RELEASE);
}

/**
 * Marks the database as run by this process for as long as the connection lives, which no killed
 * process can forget to undo. Undefined if another process has it.
 */
export async function holdDatabase(url: string): Promise<{ release(): Promise<void> } | undefined> {
  const sql = openPostgres(url, {
    max: 1,
    applicationName: 'gancho supervisor',
    connectTimeoutSeconds: 5,
    idleSeconds: null,
    isForLife: true,
  });
  const [row] = await sql<
    { held: boolean }[]
  >`select pg_try_advisory_lock(${SUPERVISOR_LOCK}) as held`;
  const release = () => sql.end({ timeout: 1 });
  if (row?.held) return { release };
  await release();
  return undefined;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(errorCode(error) ?? '');
}
