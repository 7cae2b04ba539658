import { sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';

/** The database's time in whole milliseconds: by it the engine writes, and so its figures are read by it. */
export async function databaseNowMs(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ now_ms: number }>(
    sql`SELECT 1000 * extract(epoch FROM clock_timestamp())::double precision AS now_ms`,
  );
  return Math.floor(row?.now_ms ?? 0);
}
