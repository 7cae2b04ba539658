import type { EngineSql } from '@/server/db/client';
import {
  type Claim,
  type ClaimOrder,
  type ClaimRow,
  claimArguments,
  type HealthChange,
  type HealthChangeRow,
  readChanges,
  readClaim,
} from './claim';
import { type BatchDecision, decideBatch, type Result } from './decide-batch';
import { hookRow, resultRow } from './result-rows';

/**
 * Writes a batch of results in one statement. The statuses of the deliveries are decided here. The changes of the hooks
 * are decided under the hooks' locks, from the state found there, so that no worker needs to know what others have
 * recorded.
 */
export async function record(
  sql: EngineSql,
  worker: number,
  results: readonly Result[],
): Promise<HealthChange[]> {
  const [row] = await sql<{ changes: HealthChangeRow[] | null }[]>`
    SELECT gancho.record(${recordArguments(sql, worker, results)}) AS changes`;
  return readChanges(row?.changes ?? null);
}

/** Records results and claims into the freed slots, with one commit for both. */
export async function recordAndClaim(
  sql: EngineSql,
  worker: number,
  results: readonly Result[],
  order: ClaimOrder,
): Promise<Claim> {
  return readClaim(
    await sql<ClaimRow[]>`
      SELECT * FROM gancho.record_and_claim(
        ${recordArguments(sql, worker, results)}, ${claimArguments(sql, order)})`,
  );
}

/** The current time by the database's clock, even if this machine's clock was set after the claim. */
function nowOf(results: readonly Result[]): number {
  return performance.now() + (results.at(-1)?.claimed.monotonicOffsetMs ?? 0);
}

function recordArguments(sql: EngineSql, worker: number, results: readonly Result[]) {
  const { decided, hooks }: BatchDecision = decideBatch(results, nowOf(results));
  return sql`
    ${worker}::integer, ${JSON.stringify(decided.map(resultRow))}::text::json,
    ${JSON.stringify(hooks.map(hookRow))}::text::json`;
}
