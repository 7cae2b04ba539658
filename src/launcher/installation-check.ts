import type { RuntimeEnv } from '@/env';
import { LaunchFailure } from '@/launcher/failure';
import { openPostgres, type SqlTransaction } from '@/server/db/driver';
import { checkKey } from '@/server/services/setup';

type Given = Pick<RuntimeEnv, 'migrationDatabaseUrl' | 'secretKey' | 'secretKeyPrevious'>;

/**
 * Checks that this login may migrate the database, and that this key decrypts its content. It runs before any write, so
 * a refusal leaves the database unchanged.
 * @throws LaunchFailure that names the statements to run
 */
export async function checkInstallation(env: Given): Promise<void> {
  await look(env, async (tx) => {
    await requireRights(tx);
    await requireKey(tx, env);
  });
}

/**
 * The same check without the key, for a database whose content a restore replaces.
 * @throws LaunchFailure
 */
export async function checkRights(env: Given): Promise<void> {
  await look(env, requireRights);
}

async function look(env: Given, work: (tx: SqlTransaction) => Promise<void>): Promise<void> {
  const sql = openPostgres(env.migrationDatabaseUrl, {
    max: 1,
    applicationName: 'gancho start',
  });
  try {
    await sql.begin('read only', work);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type Rights = {
  login: string;
  database: string;
  may_create_roles: boolean;
  may_create_schema: boolean;
  is_read_only: boolean;
  missing: string[];
  not_granted: string[];
};

async function requireRights(tx: SqlTransaction): Promise<void> {
  const [rights] = await tx<Rights[]>`
    SELECT quote_ident(current_user) AS login, quote_ident(current_database()) AS database,
      l.rolsuper OR l.rolcreaterole AS may_create_roles,
      has_database_privilege(current_database(), 'CREATE') OR to_regnamespace('gancho') IS NOT NULL AS may_create_schema,
      pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS is_read_only,
      (SELECT coalesce(json_agg(n), '[]') FROM unnest(ARRAY['gancho_tenant', 'gancho_engine']) AS n
        WHERE to_regrole(n) IS NULL) AS missing,
      (SELECT coalesce(json_agg(r.rolname), '[]') FROM pg_roles r
        WHERE r.rolname IN ('gancho_tenant', 'gancho_engine') AND NOT pg_has_role(r.oid, 'MEMBER')
          -- Before 16 such a login grants them to itself, but only where it migrates from the beginning.
          AND NOT (l.rolcreaterole AND to_regnamespace('gancho') IS NULL
            AND current_setting('server_version_num')::integer < 160000)) AS not_granted
    FROM pg_roles l WHERE l.rolname = current_user`;
  if (rights === undefined) return;
  const { login, database, missing, not_granted: notGranted } = rights;
  if (rights.is_read_only) {
    throw new LaunchFailure(
      'The database takes no writes: point DATABASE_URL (and DATABASE_URL_UNPOOLED) at the primary, and set default_transaction_read_only to off on it.',
      'database',
    );
  }
  const statements = [
    ...(rights.may_create_schema ? [] : [`GRANT CREATE ON DATABASE ${database} TO ${login};`]),
    ...(rights.may_create_roles ? [] : missing.map((name) => `CREATE ROLE ${name} NOLOGIN;`)),
  ];
  const grants = [...notGranted, ...(rights.may_create_roles ? [] : missing)];
  if (grants.length > 0) statements.push(`GRANT ${grants.join(', ')} TO ${login};`);
  if (statements.length === 0) return;
  throw new LaunchFailure(
    `The login ${login} lacks rights in the database: as its owner or a superuser, run ${statements.join(' ')}`,
    'rights',
  );
}

async function requireKey(tx: SqlTransaction, keys: Given): Promise<void> {
  const [table] = await tx<{ name: string | null }[]>`
    SELECT to_regclass('gancho.instance')::text AS name`;
  if (table?.name == null) return;
  await tx`SELECT set_config('role', 'gancho_engine', true)`;
  const [row] = await tx<{ key_check: string }[]>`SELECT key_check FROM gancho.instance`;
  if (row === undefined) return;
  try {
    checkKey(row.key_check, keys);
  } catch (error) {
    throw new LaunchFailure(error instanceof Error ? error.message : String(error), 'secret key');
  }
}
