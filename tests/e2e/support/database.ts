import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPostgres, type Sql } from '@/server/db/driver';
import { started } from './test';

/** Works on the running product's own database, past the product. */
export async function onDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const read = async (file: string) =>
    JSON.parse(await readFile(join(started('E2E_DATA_DIR'), file), 'utf8'));
  const { port } = (await read('instance.json')) as { port: number };
  const { databaseAdminPassword } = (await read('secrets.json')) as {
    databaseAdminPassword: string;
  };
  const login = `postgres:${encodeURIComponent(databaseAdminPassword)}`;
  const sql = openPostgres(`postgres://${login}@127.0.0.1:${port}/gancho`, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
