import { sql } from 'drizzle-orm';
import type { EngineSql, Transaction } from '@/server/db/client';

/** The database's time in whole milliseconds. The engine writes by this clock, so its figures are read by it. */
export async function databaseNowMs(tx: Transaction): Promise<number> {
  const {
    rows: [row],
  } = await tx.execute<{ now_ms: number }>(
    sql`SELECT 1000 * extract(epoch FROM clock_timestamp())::double precision AS now_ms`,
  );
  return Math.floor(row?.now_ms ?? 0);
}

/** The same outside a transaction, with fractions, for this process's copy of the database clock. */
export async function readDatabaseClock(engine: EngineSql): Promise<number> {
  const [row] = await engine<{ now_ms: number }[]>`
    SELECT 1000 * extract(epoch FROM clock_timestamp())::double precision AS now_ms`;
  if (row === undefined) throw new Error('the database does not say what time it is');
  return row.now_ms;
}
