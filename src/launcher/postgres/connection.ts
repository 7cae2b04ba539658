import { errorCode } from '@/launcher/failure';
import { SUPERUSER } from '@/launcher/postgres/cluster';
import { openPostgres, type Sql } from '@/server/db/driver';

const DATABASE = 'gancho';
/** The application's login. It owns its database, and has no rights on the server or on roles. */
const LOGIN = 'gancho';
const ROLES = ['gancho_tenant', 'gancho_engine'];
const RELEASE = 'gancho release';
const SUPERVISOR = 'gancho supervisor';
/** The time in which a backend ends after its client, also on a busy machine. */
const ENDING_MS = 5_000;
const ASK_AGAIN_MS = 50;
/** Any number works, if every version of the launcher uses the same one. */
const SUPERVISOR_LOCK = 7305088;

const address = (login: string, password: string, port: number, database: string) =>
  `postgres://${login}:${password}@127.0.0.1:${port}/${database}`;

export const connectionUrl = (password: string, port: number): string =>
  address(LOGIN, password, port, DATABASE);

export const adminUrl = (password: string, port: number, database = DATABASE): string =>
  address(SUPERUSER, password, port, database);

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
  adminPassword: string,
  port: number,
): Promise<'ok' | 'not yet' | 'wrong password'> {
  try {
    await withConnection(adminUrl(adminPassword, port, 'postgres'), (sql) => sql`select 1`);
    return 'ok';
  } catch (error) {
    return hasCode(error, '28P01') ? 'wrong password' : 'not yet';
  }
}

/** Creates the application's login, its two roles and its database, if they are missing. */
export async function ensureDatabase(
  passwords: { admin: string; login: string },
  port: number,
): Promise<void> {
  await withConnection(adminUrl(passwords.admin, port, 'postgres'), async (sql) => {
    // Another process may do the same at this moment.
    const once = (statement: string) =>
      sql.unsafe(statement).catch((error: unknown) => {
        if (!hasCode(error, '42710', '42P04', '23505')) throw error;
      });
    const known = await sql<{ name: string }[]>`select rolname as name from pg_roles`;
    const isMissing = (name: string) => !known.some((each) => each.name === name);
    for (const role of ROLES.filter(isMissing)) await once(`create role ${role} nologin`);
    if (isMissing(LOGIN)) await once(`create role ${LOGIN} login password '${passwords.login}'`);
    await sql.unsafe(`grant ${ROLES.join(', ')} to ${LOGIN}`);
    const databases = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (databases.length === 0) await once(`create database ${DATABASE} owner ${LOGIN}`);
  });
}

/**
 * Whether anybody is connected, except processes that ask the same question. The server lists connections that this process
 * has closed until their backends have ended, so it asks again for a while, unless a supervisor runs.
 */
export async function hasOtherClients(url: string): Promise<boolean> {
  const untilMs = performance.now() + ENDING_MS;
  const ask = async (sql: Sql): Promise<boolean> => {
    const others = await sql<{ name: string }[]>`
      select application_name as name from pg_stat_activity
      where backend_type = 'client backend' and application_name <> ${RELEASE}`;
    if (others.length === 0) return false;
    if (others.some(({ name }) => name === SUPERVISOR) || performance.now() > untilMs) return true;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    return ask(sql);
  };
  return withConnection(url, ask, RELEASE);
}

/**
 * Marks the database as run by this process as long as the connection lives, so that the mark ends even with a killed
 * process. Undefined if another process has it.
 */
export async function holdDatabase(url: string): Promise<{ release(): Promise<void> } | undefined> {
  const sql = openPostgres(url, {
    max: 1,
    applicationName: SUPERVISOR,
    connectTimeoutSeconds: 5,
    idleSeconds: null,
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
