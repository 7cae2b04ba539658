import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, insertCompany, insertHook } from '@tests/factories/world';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import { createSecretBox } from '@/server/gateways/secret-box';
import { createClient } from '@/server/services/api-clients';
import { bundle } from './bundle.mjs';
import { freePort } from './free-port.mjs';
import { type PgBouncer, startPgBouncer } from './pgbouncer';
import { type Receiver, startReceiver } from './receiver';

export type Answered = { status: number; tookMs: number; retryAfter: string | null; text: string };

/** A web and a worker, each in its own process, over a Postgres that can be stopped. */
export async function openOutageStage({ isPooled }: { isPooled: boolean }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-outage-'));
  await chmod(dataDir, 0o711);
  let postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const directUrl = await createProductLogin(postgres.adminUrl);
  const databasePort = postgres.port;
  await migrate({ url: directUrl });
  let pooler: PgBouncer | null = isPooled ? await startPgBouncer(directUrl) : null;
  const databaseUrl = pooler?.url ?? directUrl;
  const poolerPort = Number(new URL(databaseUrl).port);
  const receiver = await startReceiver();
  const secretKey = randomBytes(32);
  const installed = await install(directUrl, secretKey, receiver);

  const programs = await bundle(
    { web: 'tests/chaos/programs/web.ts', worker: 'tests/chaos/programs/worker.ts' },
    'node_modules/.outage-',
  );
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let output = '';
  const env = {
    NODE_ENV: 'production' as const,
    DATABASE_URL: databaseUrl,
    ...(isPooled ? { DATABASE_URL_UNPOOLED: directUrl } : {}),
    GANCHO_SECRET_KEY: secretKey.toString('base64'),
    GANCHO_DATA_DIR: dataDir,
    GANCHO_DEMO: '0',
    GANCHO_RATE_LIMIT_HOURLY: '10000000',
    GANCHO_RATE_LIMIT_BURST: '100000',
    HOST: '127.0.0.1',
    PORT: String(port),
  };
  const start = async (name: 'web' | 'worker'): Promise<ChildProcess> => {
    const child = fork(join(programs, `${name}.mjs`), [''], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}: ${output}`)));
    });
    return child;
  };
  const children = await Promise.all([start('web'), start('worker')]);

  async function call(path: string, init: RequestInit = {}): Promise<Answered> {
    const startedMs = performance.now();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${origin}${path}`, { headers, ...init });
    const text = await response.text();
    const tookMs = performance.now() - startedMs;
    return {
      status: response.status,
      tookMs,
      retryAfter: response.headers.get('retry-after'),
      text,
    };
  }
  const takeToken = () =>
    call('/oauth/token', {
      method: 'POST',
      headers: {},
      body: new URLSearchParams({ grant_type: 'client_credentials', ...installed.credentials }),
    });
  let token = '';
  token = JSON.parse((await takeToken()).text).access_token;
  let made = 0;
  const accepted: string[] = [];

  return {
    ...installed,
    origin,
    databaseUrl,
    /** Runs a test's own statements, without the limits of the product's login. */
    async administer<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
      const url = Object.assign(new URL(postgres.adminUrl), { pathname: `/${PRODUCT}` });
      const sql = openPostgres(url.href, { max: 1 });
      try {
        return await work(sql);
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
    receiver,
    /** Ulids of the events that got a 202. */
    accepted,
    call,
    takeToken,
    output: () => output,
    /** The processes that have ended by themselves. */
    ended: () => children.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode),
    async publish(): Promise<Answered> {
      made += 1;
      const answer = await call(`/rest/v2.0/companies/${installed.companyId}/events`, {
        method: 'POST',
        body: JSON.stringify({
          resource_name: 'RFIs',
          resource_id: made,
          event_type: 'create',
          project_id: installed.projectId,
        }),
      });
      if (answer.status === 202) accepted.push(JSON.parse(answer.text).data[0].ulid);
      return answer;
    },
    /** Resolves when every accepted event has arrived. */
    async everythingArrives() {
      const missing = new Set(accepted);
      let seen = 0;
      const isComplete = () => {
        for (; seen < receiver.requests.length; seen += 1) {
          missing.delete(receiver.requests[seen]?.headers['webhook-id']?.split('_')[0] ?? '');
        }
        return missing.size === 0;
      };
      if (!isComplete()) await receiver.waitFor(isComplete, 60_000);
    },
    stopPostgres: () => postgres.stop(),
    /** While paused, it accepts connections and never answers, because the server and its processes are stopped. */
    pausePostgres(isPaused: boolean) {
      const { pid } = postgres;
      for (const each of [pid, ...childrenOf(pid)]) kill(each, isPaused ? 'SIGSTOP' : 'SIGCONT');
    },
    async startPostgres() {
      postgres = await startEmbeddedPostgres({ dataDir, log: () => {}, port: databasePort });
    },
    killPooler: () => pooler?.kill(),
    async startPooler() {
      pooler = await startPgBouncer(directUrl, { port: poolerPort });
    },
    async close() {
      await Promise.all(children.map(end));
      await pooler?.stop();
      await postgres.stop();
      await receiver.close();
      await rm(programs, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type OutageStage = Awaited<ReturnType<typeof openOutageStage>>;

/** An owner of its database that is not a superuser, as on a hosted Postgres. */
const PRODUCT = 'product';

async function createProductLogin(superuserUrl: string): Promise<string> {
  const admin = openPostgres(superuserUrl, { max: 1 });
  await admin.unsafe(`CREATE ROLE ${PRODUCT} LOGIN PASSWORD '${PRODUCT}'`);
  await admin.unsafe(`GRANT gancho_tenant, gancho_engine TO ${PRODUCT}`);
  await admin.unsafe(`CREATE DATABASE ${PRODUCT} OWNER ${PRODUCT}`);
  await admin.end();
  const url = new URL(superuserUrl);
  return Object.assign(url, { username: PRODUCT, password: PRODUCT, pathname: `/${PRODUCT}` }).href;
}

async function install(url: string, secretKey: Buffer, receiver: Receiver) {
  const world = createWorld(url);
  world.services.secretBox = createSecretBox({ currentKey: secretKey });
  world.ctx.secretBox = world.services.secretBox;
  const tenant = await insertCompany(world);
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  const { companyId } = tenant;
  const client = await createClient({ ctx: world.ctx, input: { companyId, name: 'Outage' } });
  await world.db.close();
  return {
    ...tenant,
    hookId,
    credentials: { client_id: client.clientId, client_secret: client.clientSecret },
  };
}

function childrenOf(parent: number): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=', '--ppid', String(parent)]).toString();
  return listed.trim().split(/\s+/).map(Number);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has already ended.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
