import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const START_MS_MAX = 240_000;

export type Product = {
  address: string;
  dataDir: string;
  password: string;
  /** The one-time link that the start prints. */
  link: string;
  stop(): Promise<void>;
};

/** Starts the product as `npm start` does, on a free port and an empty data directory. */
export async function launch(settings: Record<string, string> = {}): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-e2e-'));
  const port = String(await freePort());
  const own = { PORT: port, GANCHO_DATA_DIR: dataDir, ...settings };
  const child = spawn(process.execPath, ['src/launcher/start.mjs'], {
    cwd: root,
    env: { ...withoutSettings(process.env), ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const output = await untilReady(child);
    const link = /https?:\S+\/start\?once=\S+/.exec(output)?.[0] ?? '';
    const password = (await readFile(join(dataDir, 'admin-password'), 'utf8')).trim();
    return { address: `http://127.0.0.1:${port}`, dataDir, password, link, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The tests use the product's defaults, not settings of this shell. */
function withoutSettings(source: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const setting = /^(GANCHO_|DATABASE_URL|INNGEST_|AUTH_|SMTP_URL|HOST$|NODE_ENV$)/;
  return Object.fromEntries(
    Object.entries(source).filter(([name]) => !setting.test(name)),
  ) as NodeJS.ProcessEnv;
}

function untilReady(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`Not ready in time:\n${output}`)), START_MS_MAX);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (!/^ {2}Stop /m.test(output)) return;
      clearTimeout(late);
      done(output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(new Error(`The product ended with ${code}:\n${output}`));
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
