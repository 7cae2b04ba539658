import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlTransaction } from './driver';
import { hashOf } from './hash-of';
import { MigrationError } from './migration-error';

/**
 * The current routines of the engine. `hash` covers everything that changes their behaviour, and nothing that another
 * version of Postgres or another search path would print differently.
 */
const PRESENT = `
  SELECT (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity AS name,
    pg_get_functiondef(p.oid) AS definition, quote_ident(pg_get_userbyid(p.proowner)) AS owner,
    (SELECT string_agg(CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, ', ')
      FROM aclexplode(p.proacl) a) AS grantees,
    md5(concat_ws(chr(31), p.prosrc, p.proconfig::text, p.prosecdef, p.provolatile, p.proisstrict, l.lanname)) AS hash
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace = 'gancho'::regnamespace AND p.prokind IN ('f', 'p')`;

/** With it, a definition names the schemas of its argument types, so that it runs under any search path. */
const FULL_NAMES = 'SET LOCAL search_path = pg_catalog';
const USUAL_NAMES = 'SET LOCAL search_path TO DEFAULT';

const KEPT = `CREATE TABLE IF NOT EXISTS gancho.routines (
  name text PRIMARY KEY, definition text NOT NULL, owner text NOT NULL, grantees text, hash text NOT NULL)`;

type Kept = { name: string; definition: string; owner: string; grantees: string | null };

export type RoutineFile = { name: string; text: string; hash: string };

/** The routines of this code. There is one file for each, named like the routine. */
export async function readRoutines(
  // Otherwise the build assumes that any file of the project may be read.
  folder = join(/* turbopackIgnore: true */ process.cwd(), 'drizzle', 'routines'),
): Promise<RoutineFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name: name.slice(0, -'.sql'.length), text, hash: hashOf(text) };
    }),
  );
}

/** The names of the files that this database has not applied, or has applied in another form. */
export async function differingFiles(
  tx: SqlTransaction,
  files: readonly RoutineFile[],
): Promise<string[]> {
  const rows = await tx<{ name: string; hash: string }[]>`
    SELECT name, hash FROM gancho.routine_files`;
  const hashes = new Map(rows.map(({ name, hash }) => [name, hash]));
  return files.filter(({ name, hash }) => hashes.get(name) !== hash).map(({ name }) => name);
}

/**
 * Creates or replaces each routine whose file has changed since it was applied. Processes of the previous release may
 * be calling a routine, so a routine with another signature needs a new name. The routine of a deleted file stays in
 * place, and a migration of a later release drops it.
 *
 * @returns the names of the routines that it applied
 * @throws MigrationError if a signature has changed
 */
export async function applyRoutines(
  tx: SqlTransaction,
  files: readonly RoutineFile[],
): Promise<string[]> {
  await tx.unsafe(FILES);
  const names = await differingFiles(tx, files);
  // Routines call each other, and the files are applied in the order of their names.
  await tx`SET LOCAL check_function_bodies = off`;
  for (const { name, text, hash } of files.filter((file) => names.includes(file.name))) {
    await tx.unsafe(text);
    await setRights(tx, name);
    await tx`
      INSERT INTO gancho.routine_files (name, hash) VALUES (${name}, ${hash})
      ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, applied_at = now()`;
  }
  return names;
}

const FILES = `CREATE TABLE IF NOT EXISTS gancho.routine_files (
  name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;

/**
 * A SECURITY DEFINER routine belongs to gancho_engine. Only the login, gancho_engine and the roles in the routine's
 * file may call a routine.
 */
async function setRights(tx: SqlTransaction, name: string): Promise<void> {
  const found = await tx<{ signature: string; is_definer: boolean }[]>`
    SELECT (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity AS signature, p.prosecdef AS is_definer
    FROM pg_proc p WHERE p.pronamespace = 'gancho'::regnamespace AND p.proname = ${name}`;
  const [one] = found;
  if (one === undefined) throw new MigrationError(`routines/${name}.sql does not create ${name}`);
  if (found.length > 1) {
    throw new MigrationError(
      `routines/${name}.sql changes the arguments of a routine that the previous release still calls; give the new one another name`,
    );
  }
  await tx.unsafe(`REVOKE ALL ON ROUTINE ${one.signature} FROM PUBLIC`);
  await tx.unsafe(`GRANT EXECUTE ON ROUTINE ${one.signature} TO CURRENT_USER, gancho_engine`);
  if (!one.is_definer) return;
  await tx.unsafe(`ALTER ROUTINE ${one.signature} OWNER TO gancho_engine`);
  await tx.unsafe(`GRANT EXECUTE ON ROUTINE ${one.signature} TO CURRENT_USER`);
}

/** An operator may rename the login, or let other roles call a routine. */
const OWN_ROLES = 'PUBLIC, gancho_engine, gancho_tenant';
const rightsOf = (row: string) => `(${row}.owner = 'gancho_engine', ARRAY(
  SELECT unnest(string_to_array(${row}.grantees, ', ')) INTERSECT SELECT unnest(string_to_array('${OWN_ROLES}', ', ')) ORDER BY 1))`;

/** The names of routines that are missing, or whose text or rights were changed since the migrations. */
export const CHANGED_ROUTINES = `
  SELECT k.name FROM gancho.routines k LEFT JOIN (${PRESENT}) p USING (name)
  WHERE p.hash IS DISTINCT FROM k.hash OR ${rightsOf('p')} IS DISTINCT FROM ${rightsOf('k')} ORDER BY k.name`;

/** Stores the current definitions of the routines. */
export async function keepRoutines(tx: SqlTransaction): Promise<void> {
  await tx.unsafe(KEPT);
  await tx.unsafe(FULL_NAMES);
  await tx.unsafe('DELETE FROM gancho.routines');
  await tx.unsafe(
    `INSERT INTO gancho.routines (name, definition, owner, grantees, hash) SELECT name, definition, owner, grantees, hash FROM (${PRESENT}) p`,
  );
  await tx.unsafe(USUAL_NAMES);
}

/** @returns the names of the routines that it restored */
export async function restoreRoutines(tx: SqlTransaction): Promise<string[]> {
  const changed: Kept[] = await tx.unsafe(`
    SELECT k.name, k.definition, k.owner, k.grantees FROM gancho.routines k JOIN (${CHANGED_ROUTINES}) c USING (name)`);
  for (const { name, definition, owner, grantees } of changed) {
    await tx.unsafe(definition);
    await tx.unsafe(`ALTER ROUTINE ${name} OWNER TO ${owner}`);
    await tx.unsafe(`REVOKE ALL ON ROUTINE ${name} FROM ${OWN_ROLES}`);
    if (grantees) await tx.unsafe(`GRANT EXECUTE ON ROUTINE ${name} TO ${grantees}`);
  }
  return changed.map(({ name }) => name);
}
