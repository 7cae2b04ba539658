import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseUser, giveTo } from '@/launcher/postgres/os-user';
import { openPostgres } from '@/server/db/driver';
import { freePort } from './free-port.mjs';

export type PgBouncer = {
  /** The pooled address of the database. */
  url: string;
  /** The number of transactions that it has passed to the database. */
  transactionCount(): Promise<number>;
  stop(): Promise<void>;
  /** Like a crash: its clients are cut off. */
  kill(): Promise<void>;
  /** Stops it with its connections open, or continues it. */
  freeze(isFrozen: boolean): void;
};

type Options = { port?: number; serverConnections?: number };

/** Fewer than the clients, and used in turn, so that a client meets the session state that another one left. */
const SERVER_CONNECTIONS = 2;
const READY_WITHIN_MS = 10_000;

/**
 * PgBouncer in transaction mode before one database. The program is the system's (Debian's package pgbouncer). Like
 * Postgres it refuses to run as root.
 */
export async function startPgBouncer(
  databaseUrl: string,
  options: Options = {},
): Promise<PgBouncer> {
  const server = new URL(databaseUrl);
  const database = server.pathname.slice(1);
  const port = options.port ?? (await freePort());
  const user = databaseUser();
  const folder = await mkdtemp(join(tmpdir(), 'gancho-pgbouncer-'));
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  await writeFile(users, `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  await writeFile(
    settings,
    `[databases]
${database} = host=${server.hostname} port=${server.port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
admin_users = ${server.username}
pool_mode = transaction
default_pool_size = ${options.serverConnections ?? SERVER_CONNECTIONS}
server_round_robin = 1
server_login_retry = 1
`,
  );
  for (const path of [folder, users, settings]) {
    await chmod(path, path === folder ? 0o700 : 0o600);
    await giveTo(user, path);
  }
  const child = spawn('pgbouncer', ['-q', settings], {
    ...user.ids,
    cwd: folder,
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  let isEnded = false;
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      output += `${error.message}. Install it: apt-get install pgbouncer`;
      isEnded = true;
      done();
    });
    child.once('exit', () => {
      isEnded = true;
      done();
    });
  });
  const pooled = Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) });
  const administration = Object.assign(new URL(pooled), { pathname: '/pgbouncer' });

  /** Its console speaks only the simple protocol and knows no types. */
  async function show<T extends object>(what: string): Promise<T[]> {
    const sql = openPostgres(administration.href, { max: 1 });
    try {
      return await sql.unsafe<T[]>(`SHOW ${what}`);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  const answers = () =>
    show('VERSION').then(
      () => true,
      () => false,
    );
  const end = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    child.kill(signal);
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const stop = end('SIGTERM');
  try {
    for (const giveUpMs = Date.now() + READY_WITHIN_MS; !isEnded && !(await answers()); ) {
      if (Date.now() > giveUpMs) throw new Error(`PgBouncer does not answer: ${output}`);
      await delay(50);
    }
    if (isEnded) throw new Error(`PgBouncer did not start: ${output}`);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    url: pooled.href,
    async transactionCount() {
      const rows = await show<{ database: string; xact_count: string }>('STATS_TOTALS');
      return Number(rows.find((row) => row.database === database)?.xact_count ?? 0);
    },
    stop,
    kill: end('SIGKILL'),
    freeze: (isFrozen) => child.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
  };
}
