import { randomBytes } from 'node:crypto';
import { useDatabase } from '@tests/support/database';
import { expect, it } from 'vitest';
import { loadEnv, runtimeEnv } from '@/env';
import { openPostgres } from '@/server/db/driver';
import { runCli } from './run-cli';
import { sessionOf } from './session';

const database = useDatabase();

it('a command with a failed statement prints none of its values', async () => {
  const key = randomBytes(32).toString('base64');
  const env = runtimeEnv(loadEnv({ DATABASE_URL: database.url, GANCHO_SECRET_KEY: key }));
  const sql = openPostgres(database.url, { max: 1 });
  const gancho = async (...argv: string[]) => {
    let printed = '';
    const print = (text: string) => {
      printed += text;
    };
    const code = await runCli(argv, {
      out: print,
      err: print,
      open: async () => sessionOf(env, async () => {}),
    });
    return { code, printed };
  };
  await sql.unsafe(`
    CREATE FUNCTION public.spill() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM to_jsonb(NEW)::text::bigint; RETURN NEW; END $$;
    CREATE TRIGGER spill BEFORE INSERT ON gancho.companies FOR EACH ROW EXECUTE FUNCTION public.spill()`);
  const { code, printed } = await gancho('company', 'create', '--name', 'c4n4ry');
  await sql.unsafe('DROP FUNCTION public.spill() CASCADE');
  await sql.end();
  expect(code).toBe(1);
  expect(printed).toContain('invalid input syntax for type bigint');
  expect(printed).not.toContain('c4n4ry');
});
