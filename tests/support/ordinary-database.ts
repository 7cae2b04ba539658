import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';

/**
 * Makes empty databases of a login that is not a superuser and cannot create roles, as on a hosted server. Somebody
 * else has given it Gancho's roles.
 */
export function useOrdinaryDatabases(): { make(): Promise<string> } {
  const { serverUrl } = inject('postgres');
  const login = `keeper_${randomBytes(6).toString('hex')}`;
  const names: string[] = [];
  let admin: Sql;

  beforeAll(async () => {
    admin = openPostgres(serverUrl, { max: 1 });
    await admin.unsafe(`CREATE ROLE ${login} LOGIN PASSWORD '${login}'`);
    await admin.unsafe(`GRANT gancho_tenant, gancho_engine TO ${login}`);
  });
  afterAll(async () => {
    for (const name of names) await admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.unsafe(`DROP ROLE ${login}`);
    await admin.end();
  });

  return {
    async make() {
      const name = `kept_${randomBytes(6).toString('hex')}`;
      await admin.unsafe(`CREATE DATABASE ${name} OWNER ${login}`);
      names.push(name);
      const url = new URL(serverUrl);
      url.username = login;
      url.password = login;
      url.pathname = `/${name}`;
      return url.href;
    },
  };
}
