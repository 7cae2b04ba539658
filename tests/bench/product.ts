import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@tests/support/free-port.mjs';
import { Pool } from 'undici';
import { openPostgres } from '@/server/db/driver';
import { databaseUrlOf } from './fill-history';

const ROOT = join(import.meta.dirname, '../../../..');
const READY_MS_MAX = 300_000;

/** A company with a client that has all scopes. */
export type Tenant = {
  companyId: number;
  call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<unknown>;
  newProject(): Promise<number>;
  newHook(projectId: number, url: string): Promise<string>;
  /** Publishes and returns the ulids, in order. */
  publish(events: unknown): Promise<string[]>;
};

/** The whole product as `npm start` runs it, and its first company. */
export type Product = Tenant & {
  pids: Record<'web' | 'worker', number>;
  databaseUrl: string;
  /** The number of runs of Inngest functions so far. Each is one request, because no function has steps. */
  runs(): number;
  newCompany(): Promise<Tenant>;
  /** Another web and worker on the same database. */
  startAnother(): Promise<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
};

export async function startProduct(): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-bench-product-'));
  const program = await startProgram(dataDir, {});
  const { env, port } = program;
  try {
    const databaseUrl = await databaseUrlOf(dataDir);
    const sql = openPostgres(databaseUrl, { max: 1, idleSeconds: 1 });
    const newCompany = async (): Promise<Tenant> => {
      const company = await gancho(env, 'company', 'create', '--name', 'Bench');
      const own = ['--company', String(company.id), '--name', 'b'];
      const client = await gancho(env, 'client', 'create', ...own);
      return {
        ...connect(`http://127.0.0.1:${port}`, company.id, await tokenOf(port, client)),
        companyId: company.id,
        newProject: async () => {
          const [row] = await sql<{ id: string }[]>`
            INSERT INTO gancho.projects (company_id, name) VALUES (${company.id}, 'P') RETURNING id`;
          return Number(row?.id);
        },
      };
    };
    return {
      ...(await newCompany()),
      newCompany,
      databaseUrl,
      runs: program.runs,
      pids: { web: await pidOf(dataDir, 'web'), worker: await pidOf(dataDir, 'worker') },
      startAnother: async () => {
        const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'));
        const otherDir = await mkdtemp(join(tmpdir(), 'gancho-bench-other-'));
        return startProgram(otherDir, {
          DATABASE_URL: databaseUrl,
          DATABASE_URL_UNPOOLED: databaseUrl,
          GANCHO_SECRET_KEY: secrets.secretKey,
        });
      },
      stop: program.stop,
    };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** Runs until it is stopped. Its data directory is deleted with it. */
async function startProgram(dataDir: string, more: Record<string, string>) {
  const port = await freePort();
  const env = {
    ...process.env,
    ...more,
    NODE_ENV: 'production' as const,
    PORT: String(port),
    GANCHO_DATA_DIR: dataDir,
    GANCHO_DEMO: '0',
    GANCHO_RATE_LIMIT_HOURLY: '100000000',
    GANCHO_RATE_LIMIT_BURST: '1000000',
    // Logs every function that it runs.
    LOG_LEVEL: 'debug',
  };
  const child = spawn(process.execPath, ['src/launcher/start.mjs'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  let runs = 0;
  try {
    await readiness(child);
  } catch (error) {
    await stop();
    throw error;
  }
  child.stdout.on('data', (chunk: Buffer) => {
    runs += chunk.toString().split('A function runs').length - 1;
  });
  return { env, port, stop, runs: () => runs };
}

async function gancho(env: NodeJS.ProcessEnv, ...args: string[]) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['src/cli/gancho.mjs', ...args, '--json'],
    { cwd: ROOT, env },
  );
  return JSON.parse(stdout) as { id: number; client_id: string; client_secret: string };
}

function readiness(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((done, fail) => {
    let output = '';
    const late = setTimeout(() => fail(new Error(`not ready:\n${output}`)), READY_MS_MAX);
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes('Gancho is ready.')) return;
      clearTimeout(late);
      done();
    });
    child.once('exit', () => fail(new Error(`ended:\n${output}`)));
  });
}

async function tokenOf(port: number, client: { client_id: string; client_secret: string }) {
  const answer = await fetch(`http://127.0.0.1:${port}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

function connect(origin: string, companyId: number, token: string) {
  const pool = new Pool(origin, { connections: 64 });
  const call = async (
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
  ): Promise<unknown> => {
    const answer = await pool.request({
      path: `/rest/v2.0/companies/${companyId}${path}`,
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode > 299) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return JSON.parse(text);
  };
  return {
    call,
    newHook: async (projectId: number, url: string) => {
      const hooks = `/projects/${projectId}/webhooks/hooks`;
      const settings = { namespace: 'bench', payload_version: 'v4.0', destination_url: url };
      const { data } = (await call('POST', hooks, settings)) as { data: { id: string } };
      await call('POST', `${hooks}/${data.id}/triggers/bulk`, [
        { resource_name: 'RFIs', event_type: 'create' },
      ]);
      return data.id;
    },
    publish: async (events: unknown) => {
      const { data } = (await call('POST', '/events', events)) as { data: { ulid: string }[] };
      return data.map(({ ulid }) => ulid);
    },
  };
}

/** Every process of the product names its data directory on its command line. */
async function pidOf(dataDir: string, part: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-eo', 'pid=,args=']);
  const line = stdout.split('\n').find((each) => each.includes(dataDir) && each.includes(part));
  return Number(line?.trim().split(' ')[0]);
}
