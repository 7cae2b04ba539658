import type { EngineSql } from '@/server/db/client';
import { type Claimed, claim } from '@/server/engine/delivery/claim';

type Places = { quick: number; slow?: number; bytes?: number };

/** Claims for a worker with these free places; `slow` defaults to `quick`. The shares of companies do not limit it. */
export async function claimUpTo(
  sql: EngineSql,
  worker: number,
  { quick, slow = quick, bytes = 1e6 }: Places,
): Promise<Claimed[]> {
  const room = { quick, slow, bytes, hooks: 40, quickFull: [], slowFull: [] };
  return (await claim(sql, worker, { room, timeoutMax: 30 })).claimed;
}
