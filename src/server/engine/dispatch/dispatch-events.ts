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
  /** How many had events that waited. */
  companies: number;
  hasMore: boolean;
  /** Leased in the same call. */
  claimed: Claimed[];
  /** Deliveries are due that this call did not lease. */
  hasDue: boolean;
};

const TRIES = 5;

/** Of a Postgres integer. */
export const PENDING_MAX = 2_147_483_647;
const ANY = { from: 0, to: PENDING_MAX };

export type DispatchLimit = {
  events: number;
  /** Approximate, because an event is taken whole and at least one is taken. */
  deliveries: number;
  /** How many pending events a company has of which some are taken; as many as it likes unless given. */
  pending?: { from: number; to: number };
};

/** In whose name, and how many, deliveries of companies that published little are leased at once. */
export type DispatchClaim = { worker: number; order: ClaimOrder };

/**
 * Fans out recorded events in one transaction: companies take turns. `hasMore` means that there are probably
 * others. A deadlock is taken as "try again": the whole batch is undone by it, so nothing is lost.
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
