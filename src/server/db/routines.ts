import type { SqlTransaction } from './driver';

/**
 * The routines of the engine as they are; whatever of them changes what they do is in `hash`, and nothing that
 * another version of Postgres or another search path would print in another way.
 */
const PRESENT = `
  SELECT (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity AS name,
    pg_get_functiondef(p.oid) AS definition, quote_ident(pg_get_userbyid(p.proowner)) AS owner,
    (SELECT string_agg(quote_ident(pg_get_userbyid(a.grantee)), ', ') FROM aclexplode(p.proacl) a WHERE a.grantee <> 0) AS grantees,
    md5(concat_ws(chr(31), p.prosrc, p.proconfig::text, p.prosecdef, p.provolatile, p.proisstrict, l.lanname)) AS hash
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace = 'gancho'::regnamespace AND p.prokind IN ('f', 'p')`;

/** A definition then names the schemas of its argument types, so that it runs under any search path. */
const FULL_NAMES = 'SET LOCAL search_path = pg_catalog';
const USUAL_NAMES = 'SET LOCAL search_path TO DEFAULT';

const KEPT = `CREATE TABLE IF NOT EXISTS gancho.routines (
  name text PRIMARY KEY, definition text NOT NULL, owner text NOT NULL, grantees text, hash text NOT NULL)`;

type Kept = { name: string; definition: string; owner: string; grantees: string | null };

/** Names of routines that were changed since the migrations, or are gone. */
export const CHANGED_ROUTINES = `
  SELECT k.name FROM gancho.routines k LEFT JOIN (${PRESENT}) p USING (name)
  WHERE p.hash IS DISTINCT FROM k.hash ORDER BY k.name`;

/** Notes how the migrations have left the routines. */
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
    await tx.unsafe(`REVOKE ALL ON ROUTINE ${name} FROM PUBLIC`);
    if (grantees) await tx.unsafe(`GRANT EXECUTE ON ROUTINE ${name} TO ${grantees}`);
  }
  return changed.map(({ name }) => name);
}
