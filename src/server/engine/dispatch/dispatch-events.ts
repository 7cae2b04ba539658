import type { Database, EngineSql } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';
import {
  type Claimed,
  type ClaimOrder,
  type ClaimRow,
  type DispatchRow,
  readClaim,
} from '../delivery/claim';

export type DispatchBatch = {
  events: number;
  deliveries: number;
  /** How many companies had pending events. */
  companies: number;
  hasMore: boolean;
  /** The deliveries that were leased in the same call. */
  claimed: Claimed[];
  /** There are due deliveries that this call did not lease. */
  hasDue: boolean;
};

const TRIES = 5;

/** The maximum of a Postgres integer. */
export const PENDING_MAX = 2_147_483_647;
const ANY = { from: 0, to: PENDING_MAX };

export type DispatchLimit = {
  events: number;
  /** Approximate, because events are taken whole and at least one event is taken. */
  deliveries: number;
  /**
   * Only takes events of companies whose number of pending events is in this range. Without it, the number does not
   * matter.
   */
  pending?: { from: number; to: number };
};

/** The worker and the limits for leasing deliveries in the dispatch call, for companies that published little. */
export type DispatchClaim = { worker: number; order: ClaimOrder };

/**
 * Fans out recorded events in one transaction. Companies take turns. `hasMore` means that there are probably more
 * events. After a deadlock it tries again, because a deadlock undoes the whole batch and nothing is lost.
 */
export async function dispatchEvents(
  { engine }: Database,
  limit: DispatchLimit,
  claim: DispatchClaim | null = null,
): Promise<DispatchBatch> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return claim ? await dispatchAndClaim(engine, limit, claim) : await dispatch(engine, limit);
    } catch (error) {
      if (attempt === TRIES || !isDeadlock(error)) throw error;
    }
  }
}

async function dispatch(engine: EngineSql, limit: DispatchLimit): Promise<DispatchBatch> {
  const { from, to } = limit.pending ?? ANY;
  const [row] = await engine<DispatchRow[]>`
    SELECT event_count, delivery_count, company_count, has_more
    FROM gancho.dispatch(${limit.events}::integer, ${limit.deliveries}::integer,
      ${from}::integer, ${to}::integer)`;
  const batch = readBatch(row);
  return { ...batch, claimed: [], hasDue: batch.deliveries > 0 };
}

async function dispatchAndClaim(
  engine: EngineSql,
  limit: DispatchLimit,
  { worker, order: { capacity, timeoutMax } }: DispatchClaim,
): Promise<DispatchBatch> {
  const { from, to } = limit.pending ?? ANY;
  const { claimed, hasMore, dispatched } = readClaim(
    await engine<ClaimRow[]>`
      SELECT * FROM gancho.dispatch_and_claim(${limit.events}::integer, ${limit.deliveries}::integer,
        ${from}::integer, ${to}::integer, ${worker}::integer, ${capacity.quick}::integer, ${capacity.slow}::integer, ${capacity.bytes}::bigint, ${timeoutMax}::integer,
        ${numberColumn(capacity.quickFull)}::bigint[], ${numberColumn(capacity.slowFull)}::bigint[])`,
  );
  const batch = readBatch(dispatched);
  return { ...batch, claimed, hasDue: hasMore || batch.deliveries > claimed.length };
}

const readBatch = (row: DispatchRow | null | undefined) => ({
  events: row?.event_count ?? 0,
  deliveries: row?.delivery_count ?? 0,
  companies: row?.company_count ?? 0,
  hasMore: row?.has_more ?? false,
});

export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}
