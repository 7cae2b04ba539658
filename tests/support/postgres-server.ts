import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { openPostgres, type Sql } from '@/server/db/driver';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { serverUrl: string; template: string };
  }
}

const TEMPLATE = 'gancho_template';

/** One server per run and one migrated template. `useDatabase()` clones it for each test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startThrowawayServer();
  try {
    const template = given ? `${TEMPLATE}_${process.pid}` : TEMPLATE;
    await createTemplate(server.url, template);
    project.provide('postgres', { serverUrl: server.url, template });
    return async () => {
      if (given) await administer(server.url, (sql) => sql.unsafe(`drop database ${template}`));
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startThrowawayServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gancho-test-'));
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir,
    log: () => {},
    settings: { fsync: 'off', full_page_writes: 'off', autovacuum_naptime: '60s' },
  });
  const guard = stopWhenRunDies(server.pid, dataDir);
  return {
    url: server.adminUrl,
    stop: async () => {
      await server.stop();
      guard.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A shell that waits on a pipe, because the pipe closes at every end of this process, also after `kill -9`. */
function stopWhenRunDies(pid: number, dataDir: string): { end: () => void } {
  const script =
    'read -r _; kill -QUIT "$1" 2>/dev/null; while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(pid), dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  return { end: () => guard.stdin.end() };
}

async function createTemplate(serverUrl: string, template: string): Promise<void> {
  await administer(serverUrl, async (sql) => {
    await sql.unsafe(`drop database if exists ${template}`);
    await sql.unsafe(`create database ${template}`);
  });
  const url = new URL(serverUrl);
  url.pathname = `/${template}`;
  const runner = new URL('../../src/server/db/migrate.ts', import.meta.url);
  if (!existsSync(runner)) return;
  const { migrate } = await import('@/server/db/migrate');
  await migrate({ url: url.href, log: () => {} });
}

async function administer(url: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = openPostgres(url, { max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
