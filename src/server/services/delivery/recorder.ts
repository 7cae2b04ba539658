import { HEALTHY_STATE, type HookState } from '@/domain/retry';
import type { Database, EngineSql } from '@/server/db/client';
import { numberColumn, textColumn } from '@/server/db/columns';
import { BoundedMap } from '@/server/gateways/sender/bounded-map';
import { type Claimed, type ClaimOrder, type ClaimRow, claimCall, readClaimed } from './claim';
import {
  type HealthChange,
  type HookBefore,
  type HookJudged,
  type Judgement,
  judge,
  type Result,
} from './judge';
import { attemptColumns, hookColumns } from './record-columns';

type LockedHook = {
  hook_id: number;
  company_id: number;
  is_in_order: boolean;
  retry_window_seconds: number;
  failing_since_ms: number | null;
  failure_streak: number;
  circuit_opened_ms: number | null;
  probe_step: number;
  probe_ms: number | null;
};

export type Recorded = { changes: HealthChange[]; claimed: Claimed[] | null };

const FAILING_MAX = 20_000;

/**
 * Writes batches of results, in one statement each: what becomes of them is decided here beforehand, from
 * the state in which their hooks were left last (healthy, if nothing else is known). If somebody else
 * has changed one of these meanwhile, they are locked first and judged again from what is found.
 */
export class Recorder {
  /** Of hooks that fail. Written by whoever records last, so it may be old: then it is found out. */
  private readonly failing = new BoundedMap<number, HookState>(FAILING_MAX);

  constructor(private readonly db: Database) {}

  /**
   * @param sql through which of the database's ways
   * @param order what to claim in the same transaction, as slots become free by it: for both together one commit
   * @returns `claimed`: null if nothing was ordered, or not looked for since the hooks had to be locked first
   */
  async record(
    worker: number,
    results: readonly Result[],
    sql: EngineSql = this.db.engine,
    order: ClaimOrder | null = null,
  ): Promise<Recorded> {
    const nowMs = nowOf(results);
    const assumed = judge(this.assume(results), results, nowMs);
    const written = await write(sql, worker, assumed, order);
    if (written) return { changes: this.keep(assumed), claimed: order && written };
    const decided = (await this.db.engine.begin(async (tx) => {
      const own = tx as unknown as EngineSql;
      const judged = judge(await lock(own, assumed.hooks), results, nowMs);
      await write(own, worker, judged, null);
      return judged;
    })) as Judgement;
    return { changes: this.keep(decided), claimed: null };
  }

  /** In the order of their ids, in which their locks are taken. */
  private assume(results: readonly Result[]): HookBefore[] {
    const befores = new Map<number, HookBefore>();
    for (const { claimed } of results) {
      const { hookId, companyId, isInOrder, retryWindowSeconds } = claimed;
      const state = this.failing.get(hookId) ?? HEALTHY_STATE;
      befores.set(hookId, { hookId, companyId, isInOrder, retryWindowSeconds, state });
    }
    return [...befores.values()].sort((a, b) => a.hookId - b.hookId);
  }

  private keep({ hooks, changes }: Judgement): HealthChange[] {
    for (const { before, verdict } of hooks) {
      const { state } = verdict;
      if (state.failureStreak === 0) this.failing.delete(before.hookId);
      else this.failing.set(before.hookId, state);
    }
    return changes;
  }
}

/** By the database's clock, whatever has been done to this machine's since the claim. */
function nowOf(results: readonly Result[]): number {
  return performance.now() + (results.at(-1)?.claimed.monotonicOffsetMs ?? 0);
}

async function lock(tx: EngineSql, hooks: readonly HookJudged[]): Promise<HookBefore[]> {
  const ids = numberColumn(hooks.map(({ before }) => before.hookId));
  const locked = await tx<LockedHook[]>`SELECT * FROM gancho.lock_hook_states(${ids}::bigint[])`;
  return locked.map((hook) => ({
    hookId: hook.hook_id,
    companyId: hook.company_id,
    isInOrder: hook.is_in_order,
    retryWindowSeconds: hook.retry_window_seconds,
    state: {
      failingSinceMs: hook.failing_since_ms,
      failureStreak: hook.failure_streak,
      circuitOpenedMs: hook.circuit_opened_ms,
      probeStep: hook.probe_step,
      probeMs: hook.probe_ms,
      lastSuccessMs: null,
    },
  }));
}

/**
 * What was claimed behind it. Null: a hook is not in the state from which this was decided, and nothing was
 * written or claimed.
 */
async function write(
  sql: EngineSql,
  worker: number,
  { judged, hooks }: Judgement,
  order: ClaimOrder | null,
): Promise<Claimed[] | null> {
  const r = attemptColumns(judged);
  const h = hookColumns(hooks);
  const texts = (values: readonly (string | null)[]) =>
    sql`string_to_array(${textColumn(values)}::text, chr(31), '')`;
  const call = sql`gancho.record(
    ${worker}::integer,
    ${r.hooks}::bigint[], ${r.deliveries}::bigint[], ${r.companies}::bigint[], ${r.numbers}::integer[],
    ${texts(r.outcomes)}, ${texts(r.statuses)}, ${texts(r.reasons)}, ${r.dueMs}::double precision[],
    ${texts(r.errors)}, ${r.responseStatuses}::integer[], ${r.startedMs}::double precision[],
    ${r.finishedMs}::double precision[], ${texts(r.timings)}, ${texts(r.addresses)},
    ${texts(r.requestHeaders)}, ${texts(r.responseHeaders)}, ${texts(r.bodiesBase64)}, ${texts(r.truncated)},
    ${texts(r.tests)}, ${r.latencyBuckets}::integer[],
    ${h.ids}::bigint[],
    ${h.after.failingSinceMs}::double precision[], ${h.after.streaks}::integer[],
    ${h.after.circuitMs}::double precision[], ${h.after.probeSteps}::integer[], ${h.after.probeMs}::double precision[],
    ${h.lastSuccessMs}::double precision[], ${h.lastFailureMs}::double precision[], ${texts(h.lastErrors)},
    ${h.answerFirst}::real[], ${h.answerKept}::real[], ${h.answerAdded}::real[],
    ${texts(h.gone)}, ${texts(h.discardReasons)},
    ${texts(h.inOrder)}, ${h.windows}::integer[],
    ${h.before.failingSinceMs}::double precision[], ${h.before.streaks}::integer[],
    ${h.before.circuitMs}::double precision[], ${h.before.probeSteps}::integer[], ${h.before.probeMs}::double precision[]
  )`;
  if (order === null) {
    const [row] = await sql<{ is_written: boolean }[]>`SELECT ${call} AS is_written`;
    return row?.is_written ? [] : null;
  }
  const rows = await sql<(ClaimRow & { is_written: boolean })[]>`
    SELECT r.is_written, c.* FROM ${call} AS r (is_written)
    LEFT JOIN LATERAL (SELECT * FROM ${claimCall(sql, order)} WHERE r.is_written) AS c ON true`;
  if (!rows[0]?.is_written) return null;
  return readClaimed(rows.filter((row) => row.delivery_id !== null));
}
