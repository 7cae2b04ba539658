import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { PostgresError } from '@/server/db/driver-error';

/**
 * Gives the test file its own migrated database, a clone of the run's template. Call it at the top of the file. `url`
 * can be read from `beforeAll` on.
 */
export function useDatabase(): { readonly url: string; readonly name: string } {
  const { serverUrl, template } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  let isReady = false;

  const administer = async (statement: string) => {
    const sql = openPostgres(serverUrl, { max: 1 });
    try {
      await retryWhileTemplateIsBusy(() => sql.unsafe(statement));
    } finally {
      await sql.end();
    }
  };
  beforeAll(async () => {
    await administer(`create database ${name} template ${template}`);
    isReady = true;
  });
  afterAll(() => administer(`drop database if exists ${name} with (force)`));

  return {
    name,
    get url() {
      if (!isReady) throw new Error('The database exists from beforeAll on, not at import time.');
      return url.href;
    },
  };
}

/** Postgres refuses to clone a database while another clone of it runs (55006). */
async function retryWhileTemplateIsBusy(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const isBusy = error instanceof PostgresError && error.code === '55006';
      if (!isBusy || attempt === 100) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
