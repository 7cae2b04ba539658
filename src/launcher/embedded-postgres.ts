import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LaunchFailure } from '@/launcher/failure';
import { type Binaries, prepareBinaries } from '@/launcher/postgres/binaries';
import { clusterFailure, ensureCluster } from '@/launcher/postgres/cluster';
import {
  adminUrl,
  connectionUrl,
  ensureDatabase,
  hasOtherClients,
  tryConnection,
} from '@/launcher/postgres/connection';
import {
  ensureDataDir,
  openInstance,
  placeData,
  writeInstance,
} from '@/launcher/postgres/instance';
import { databaseUser, type OsUser } from '@/launcher/postgres/os-user';
import {
  type Postmaster,
  removeStaleLock,
  runningPostmaster,
  spawnPostmaster,
  stopPostmaster,
} from '@/launcher/postgres/postmaster';
import { SERVER_SETTINGS } from '@/launcher/postgres/settings';
import { ensureSecrets, requireSecretsOf } from '@/launcher/secrets';

export type EmbeddedPostgres = {
  /** The URL of the application's login, which owns the database and is not a superuser. */
  url: string;
  /** The URL of the superuser, which sets up roles and database. */
  adminUrl: string;
  port: number;
  pid: number;
  /** Whether the server was already running: a killed process left it, or another process uses it. */
  isAdopted: boolean;
  location: { binaries: string; data: string };
  /** Does a fast shutdown, and resolves when the server is gone. */
  stop(): Promise<void>;
  /** Stops the server unless it was adopted or somebody else is connected (for short-lived commands). */
  release(): Promise<void>;
};

const READY_WITHIN_MS = 120_000;
/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152). While the server is
 * stopped, such a connection could take its port, even one of a client that tries to reach it.
 */
const PORTS = { from: 15_000, to: 32_000 };
const PORTS_TRIED_MAX = 100;
/** After this time, a port that clients know counts as taken by another program. */
const OWN_PORT_WITHIN_MS = 10_000;

/**
 * Runs a real Postgres for `dataDir`. It creates and starts the server, or takes over one that a killed process left
 * running.
 * @throws LaunchFailure with one line for the operator
 */
export async function startEmbeddedPostgres(input: {
  dataDir: string;
  log: (line: string) => void;
  /** Server settings in addition to the usual ones. */
  settings?: Record<string, string>;
  /** The only acceptable port, because clients know it. The start waits for it briefly. */
  port?: number;
}): Promise<EmbeddedPostgres> {
  const { dataDir, log } = input;
  await ensureDataDir(dataDir);
  const instance = await openInstance(dataDir);
  const user = databaseUser();
  const binaries = await prepareBinaries(user, log);
  const data = await placeData(instance, user);
  await requireSecretsOf(data, dataDir);
  const secrets = await ensureSecrets(dataDir);
  const password = secrets.databaseAdminPassword;
  const made = await ensureCluster({ binaries, data, password, user });
  await writeLocation(dataDir, { binaries: binaries.home, data });
  if (made === 'created') log(`created the database in ${data}`);

  const server = { binaries, data, password, user, logFile: join(dataDir, 'postgres.log') };
  const adopted = await adopt(server, log);
  if (adopted && input.port !== undefined && adopted.port !== input.port) {
    throw new LaunchFailure(
      `Another process runs the database in ${data}, on port ${adopted.port}: end it, or start this one again.`,
    );
  }
  const ports = { fixed: input.port ?? null, preferred: instance.port };
  const running = adopted ?? (await launch({ ...server, settings: input.settings ?? {}, ports }));
  if (instance.port !== running.port)
    await writeInstance(dataDir, { ...instance, port: running.port });
  const url = connectionUrl(secrets.databasePassword, running.port);
  const passwords = { admin: password, login: secrets.databasePassword };
  await ensureDatabase(passwords, running.port);

  const stop = () => stopPostmaster(binaries, data);
  return {
    url,
    adminUrl: adminUrl(password, running.port),
    port: running.port,
    pid: running.pid,
    isAdopted: adopted !== undefined,
    location: { binaries: binaries.home, data },
    stop,
    release: async () => {
      if (!adopted && !(await hasOtherClients(url))) await stop();
    },
  };
}

/**
 * Stops the embedded database of `dataDir` if nobody is connected to it. Processes that outlive their killed supervisor
 * call it, and the last of them finds no other connection.
 */
export async function releaseEmbeddedPostgres(dataDir: string): Promise<void> {
  const instance = await openInstance(dataDir);
  const user = databaseUser();
  const data = await placeData(instance, user);
  const running = await runningPostmaster(data);
  if (!running) return;
  const { databasePassword } = await ensureSecrets(dataDir);
  const url = connectionUrl(databasePassword, running.port);
  if (await hasOtherClients(url)) return;
  await stopPostmaster(await prepareBinaries(user, () => {}), data);
}

type Server = { binaries: Binaries; data: string; password: string; user: OsUser; logFile: string };

/** Takes over a running server once it answers. Ends a server that never answers. */
async function adopt(server: Server, log: (line: string) => void): Promise<Postmaster | undefined> {
  const running = await runningPostmaster(server.data);
  if (!running) {
    await removeStaleLock(server.data);
    return undefined;
  }
  const isUp = await answers(server, running.port, () => isGone(server.data, running.pid));
  if (isUp) {
    log(`took over the Postgres that was already running (process ${running.pid})`);
    return running;
  }
  log(`the Postgres that was running (process ${running.pid}) does not answer: restarting it`);
  await stopPostmaster(server.binaries, server.data);
  return undefined;
}

async function isGone(data: string, pid: number): Promise<boolean> {
  return (await runningPostmaster(data))?.pid !== pid;
}

async function launch(
  server: Server & {
    settings: Record<string, string>;
    ports: { fixed: number | null; preferred: number | null };
  },
): Promise<Postmaster> {
  const end = performance.now() + READY_WITHIN_MS;
  for (let attempt = 0; ; attempt += 1) {
    const { fixed, preferred } = server.ports;
    if (fixed !== null) await untilFree(fixed);
    const port = fixed ?? (await freePort(attempt === 0 ? preferred : null));
    const from = await readFile(server.logFile, 'utf8').catch(() => '');
    const settings = { ...SERVER_SETTINGS, ...server.settings, port: String(port) };
    const child = await spawnPostmaster({ ...server, settings });
    if (await answers(server, port, async () => child.hasExited())) return { pid: child.pid, port };
    if (!child.hasExited()) {
      await stopPostmaster(server.binaries, server.data);
      throw new LaunchFailure(`Postgres does not answer on port ${port}; see ${server.logFile}.`);
    }
    // Somebody else started the same database a moment earlier. That server is used.
    const other = await runningPostmaster(server.data);
    if (other && (await answers(server, other.port, () => isGone(server.data, other.pid))))
      return other;
    const output = (await readFile(server.logFile, 'utf8')).slice(from.length);
    // After a kill the old server's processes need a moment to notice that they are orphans.
    const isPassing = /Address already in use|shared memory block|lock file/i.test(output);
    if (!isPassing || performance.now() > end) throw clusterFailure(output, server.data);
    await delay(200);
  }
}

/** Waits until the server accepts our connection. False as soon as `hasEnded`, or when time is up. */
async function answers(
  server: Server,
  port: number,
  hasEnded: () => Promise<boolean>,
): Promise<boolean> {
  const end = performance.now() + READY_WITHIN_MS;
  while (performance.now() < end) {
    const outcome = await tryConnection(server.password, port);
    if (outcome === 'ok') return true;
    if (outcome === 'wrong password') {
      throw new LaunchFailure(
        `The password in secrets.json does not open the database in ${server.data}: restore the secrets.json that belongs to it.`,
      );
    }
    if (await hasEnded()) return false;
    await delay(30);
  }
  return false;
}

async function freePort(preferred: number | null): Promise<number> {
  if (preferred && (await isFree(preferred))) return preferred;
  for (let tried = 0; tried < PORTS_TRIED_MAX; tried += 1) {
    const port = randomInt(PORTS.from, PORTS.to);
    if (await isFree(port)) return port;
  }
  throw new LaunchFailure(
    `No port for the database: ${PORTS_TRIED_MAX} between ${PORTS.from} and ${PORTS.to} on 127.0.0.1 are in use or forbidden. Set DATABASE_URL to use another database.`,
  );
}

async function untilFree(port: number): Promise<void> {
  const end = performance.now() + OWN_PORT_WITHIN_MS;
  while (!(await isFree(port))) {
    if (performance.now() > end) {
      throw new LaunchFailure(
        `Port ${port} on 127.0.0.1, where the database is expected, is in use: stop what listens there, or start Gancho again.`,
      );
    }
    await delay(200);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

async function writeLocation(
  dataDir: string,
  location: { binaries: string; data: string },
): Promise<void> {
  await writeFile(
    join(dataDir, 'README'),
    [
      'This folder belongs to Gancho. Deleting it (while Gancho is stopped) gives a fresh start.',
      `database files:    ${location.data}`,
      `database programs: ${location.binaries}`,
      'database log:      postgres.log',
      'secrets:           secrets.json (without it what is encrypted in the database is lost)',
      '',
    ].join('\n'),
  );
}
