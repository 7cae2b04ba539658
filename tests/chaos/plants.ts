import type { Sql } from '@/server/db/driver';

type Change = { from: string; to: string };

/** Bugs that the suite must find, planted into the engine's SQL functions of one test's database. */
export const PLANTS = {
  /** Nobody takes back the deliveries of a dead worker. */
  'sweep off': async (sql: Sql) => {
    await replaceIn(sql, 'sweep', [
      { from: 'released := gancho.release(NULL)', to: 'released := 0' },
    ]);
    // A worker that starts also takes back deliveries, which is a sweep, too.
    await replaceIn(sql, 'register_worker', [{ from: 'PERFORM gancho.release(v_id);', to: '' }]);
  },
  /** An attempt in flight when its worker died leaves no number behind. */
  'attempt counted after the send': async (sql: Sql) => {
    await replaceIn(sql, 'lease', [
      { from: 'attempt = q.attempt + 1,', to: '' },
      { from: 'l.delivery_id, l.attempt,', to: 'l.delivery_id, l.attempt + 1,' },
    ]);
    await replaceIn(sql, 'record_attempts', [
      { from: 'q.attempt = u.n', to: 'q.attempt = u.n - 1' },
      {
        from: 'UPDATE queue q SET worker = NULL',
        to: 'UPDATE queue q SET attempt = r.n, worker = NULL',
      },
    ]);
    await replaceIn(sql, 'release', [
      { from: 'FROM known k ON CONFLICT', to: 'FROM known k WHERE k.attempt > 0 ON CONFLICT' },
    ]);
  },
  /** A lease ends while its request is still in flight. */
  'lease shorter than the timeout': async (sql: Sql) => {
    await replaceIn(sql, 'lease', [{ from: 'hq.timeout_seconds + 20', to: '0.1' }]);
  },
  /** A delivery that a mark removes from the queue keeps its status in the history. */
  'discarded by half': async (sql: Sql) => {
    await replaceIn(sql, 'discard_chunk', [
      { from: 'FROM chunk c WHERE d.hook_id', to: 'FROM chunk c WHERE false AND d.hook_id' },
    ]);
  },
  /** One in five claims that come with a record is lost. */
  'claims thrown away': async (sql: Sql) => {
    await replaceIn(sql, 'record_and_claim', [
      {
        from: 'RETURN NEXT v_row;',
        to: 'IF v_row.delivery_id IS NULL OR random() > 0.2 THEN RETURN NEXT v_row; END IF;',
      },
    ]);
  },
  /** Days are dropped by their age alone. */
  'open days purged': async (sql: Sql) => {
    await replaceIn(sql, 'open_days', [
      { from: 'WHERE q.hook_id = h.hook_id AND', to: 'WHERE false AND' },
    ]);
  },
  /** Each failure counts as that of a probe. */
  'every failure raises the pause': async (sql: Sql) => {
    await replaceIn(sql, 'hook_after', [
      {
        from: 'circuit_opened_at IS NOT NULL AND p_probe_step = probe_step',
        to: 'circuit_opened_at IS NOT NULL',
      },
    ]);
  },
  /** Each attempt has the hook's present payload version. */
  'payload as of now': async (sql: Sql) => {
    await replaceIn(sql, 'lease', [
      { from: 'coalesce(l.payload_at, l.first_attempt_at)', to: 'clock_timestamp()' },
    ]);
  },
} as const;

async function replaceIn(sql: Sql, name: string, changes: Change[]): Promise<void> {
  const [row] = await sql<{ text: string }[]>`
    SELECT pg_get_functiondef(p.oid) AS text FROM pg_proc p
    WHERE p.pronamespace = 'gancho'::regnamespace AND p.proname = ${name}`;
  const text = changes.reduce((before, { from, to }) => {
    if (!before.includes(from)) throw new Error(`gancho.${name} has no "${from}" any more`);
    return before.replace(from, () => to);
  }, row?.text ?? '');
  await sql.unsafe(text);
}
