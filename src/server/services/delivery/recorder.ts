import type { EngineSql } from '@/server/db/client';
import { textColumn } from '@/server/db/columns';
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
import { type Judgement, judge, type Result } from './judge';
import { attemptColumns, hookColumns } from './record-columns';

/**
 * Writes a batch of results in one statement. The deliveries' statuses are decided here; what becomes of their
 * hooks is decided under the hooks' locks from the state that is found there, so no worker needs to know
 * what others have recorded.
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

/** Records, and claims into the places that become free by it: for both together one commit. */
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

/** By the database's clock, whatever has been done to this machine's since the claim. */
function nowOf(results: readonly Result[]): number {
  return performance.now() + (results.at(-1)?.claimed.monotonicOffsetMs ?? 0);
}

function recordArguments(sql: EngineSql, worker: number, results: readonly Result[]) {
  const { judged, hooks }: Judgement = judge(results, nowOf(results));
  const r = attemptColumns(judged);
  const h = hookColumns(hooks);
  const texts = (values: readonly (string | null)[]) =>
    sql`string_to_array(${textColumn(values)}::text, chr(31), '')`;
  return sql`
    ${worker}::integer,
    ${r.hooks}::bigint[], ${r.deliveries}::bigint[], ${r.companies}::bigint[], ${r.numbers}::integer[],
    ${texts(r.outcomes)}, ${texts(r.statuses)}, ${texts(r.reasons)}, ${r.dueMs}::double precision[],
    ${texts(r.errors)}, ${r.responseStatuses}::integer[], ${r.startedMs}::double precision[],
    ${r.finishedMs}::double precision[], ${texts(r.timings)}, ${texts(r.addresses)},
    ${texts(r.requestHeaders)}, ${texts(r.responseHeaders)}, ${texts(r.bodiesBase64)}, ${texts(r.truncated)},
    ${texts(r.tests)}, ${r.latencyBuckets}::integer[],
    ${h.ids}::bigint[], ${h.configVersions}::integer[], ${h.successMs}::double precision[], ${h.failures}::integer[],
    ${h.failedSinceMs}::double precision[], ${h.failuresAfter}::integer[], ${h.failedSinceAfterMs}::double precision[],
    ${h.failedMs}::double precision[], ${texts(h.retried)}, ${h.probeSteps}::integer[], ${h.askedSeconds}::integer[],
    ${texts(h.lastErrors)}, ${h.answerFirst}::real[], ${h.answerKept}::real[], ${h.answerAdded}::real[],
    ${texts(h.gone)}`;
}
