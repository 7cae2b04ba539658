import type { EngineSql } from '@/server/db/client';
import { type Claimed, claim } from '@/server/engine/delivery/claim';

type Slots = { quick: number; slow?: number; bytes?: number };

/**
 * Claims for a worker with this number of free slots. `slow` defaults to `quick`. The shares of companies do not limit
 * it.
 */
export async function claimUpTo(
  sql: EngineSql,
  worker: number,
  { quick, slow = quick, bytes = 1e6 }: Slots,
): Promise<Claimed[]> {
  const capacity = { quick, slow, bytes, hooks: 40, quickFull: [], slowFull: [] };
  return (await claim(sql, worker, { capacity, timeoutMax: 30 })).claimed;
}
