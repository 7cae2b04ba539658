import type { PayloadEvent } from '@/domain/payload/event';
import type { EngineSql } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';
import type { Capacity } from './capacity';

/** A delivery leased to this worker, with all that is needed to send it and to interpret the answer. */
export type Claimed = {
  hookId: number;
  deliveryId: number;
  companyId: number;
  attempt: number;
  firstAttemptMs: number;
  /** The moment whose settings decide how the payload is made. */
  payloadMs: number;
  /** How long the delivery waits before it is sent, because of the hook's rate limit. */
  delayMs: number;
  configVersion: number;
  timeoutSeconds: number;
  retryWindowSeconds: number;
  isInOrder: boolean;
  isTest: boolean;
  /** Sent again by a job. Its failures say nothing about the hook. Never set in order, where they hold up the queue. */
  isRecovery: boolean;
  /** The hook is slow, failing, or has not answered yet. */
  isSlow: boolean;
  /** Set if this attempt is the probe of an open circuit: the step of the pause that it ends. */
  probeStep: number | null;
  sizeBytes: number;
  /**
   * Database time minus `performance.now()`, in milliseconds. It holds from the claim on, because nobody can set
   * `performance.now()`.
   */
  monotonicOffsetMs: number;
  event: PayloadEvent;
  /** The number of deliveries that led to the event. */
  hops: number;
};

type DeliveryRow = {
  hook_id: number;
  delivery_id: number;
  attempt: number;
  first_attempt_ms: number;
  payload_ms: number;
  delay_ms: number;
  config_version: number;
  timeout_seconds: number;
  retry_window_seconds: number;
  is_in_order: boolean;
  is_test: boolean;
  is_recovery: boolean;
  is_slow: boolean;
  probe_step: number | null;
  size_bytes: number;
  now_ms: number;
  event_id: number;
  company_id: number;
  project_id: number | null;
  ulid: string;
  resource_name: string;
  resource_id: string;
  event_type: string;
  user_id: string | null;
  occurred_at: string;
  metadata: string | null;
  related_resources: string | null;
  data: string | null;
  hops: number;
};

/** The last row of every claim. */
type ReceiptRow = {
  delivery_id: null;
  has_more: boolean;
  changes: HealthChangeRow[] | null;
  dispatched: DispatchRow | null;
};
export type DispatchRow = {
  event_count: number;
  delivery_count: number;
  company_count: number;
  has_more: boolean;
};
export type HealthChangeRow = {
  hook_id: number;
  company_id: number;
  change: HealthChange['change'];
  pause_seconds: number | null;
  lost: number | null;
};
export type ClaimRow = DeliveryRow | ReceiptRow;

/**
 * A change of a hook's health: its circuit opened or closed, it fails in order, its first event succeeded after that or
 * after a loss, it is gone (410), it lost its queue, or an event although it had lost none before.
 */
export type HealthChange = {
  hookId: number;
  companyId: number;
  change: 'opened' | 'closed' | 'failing' | 'recovered' | 'gone' | 'lost' | 'first_lost';
  /** The time until the probe of the opened circuit. */
  pauseSeconds: number | null;
  /** The number of deliveries that waited when the retry window ended. */
  lost: number | null;
};

export type Claim = {
  claimed: Claimed[];
  /** A hook of this claim round has more due deliveries. */
  hasMore: boolean;
  /** The changes that the results recorded in the same call caused. */
  changes: HealthChange[];
  /** The batch that was dispatched in the same call. */
  dispatched: DispatchRow | null;
};

/** `timeoutMax`: only hooks with at most this timeout, in seconds. */
export type ClaimOrder = { capacity: Capacity; timeoutMax: number };

/** Leases due deliveries, as many as the capacity allows. */
export async function claim(engine: EngineSql, worker: number, order: ClaimOrder): Promise<Claim> {
  return readClaim(
    await engine<ClaimRow[]>`
      SELECT * FROM gancho.claim(${worker}::integer, ${claimArguments(engine, order)})`,
  );
}

/** Gives back the deliveries that this worker has leased but does not hold. */
export async function giveBackUnheld(
  engine: EngineSql,
  worker: number,
  held: ReadonlySet<Claimed>,
): Promise<void> {
  const ids = numberColumn([...held].map((one) => one.deliveryId));
  await engine`SELECT gancho.give_back_unheld(${worker}::integer, ${ids}::bigint[])`;
}

export function claimArguments(engine: EngineSql, { capacity, timeoutMax }: ClaimOrder) {
  return engine`${capacity.quick}::integer, ${capacity.slow}::integer, ${capacity.bytes}::bigint, ${capacity.hooks}::integer,
    ${timeoutMax}::integer, ${numberColumn(capacity.quickFull)}::bigint[], ${numberColumn(capacity.slowFull)}::bigint[]`;
}

export function readChanges(rows: readonly HealthChangeRow[] | null): HealthChange[] {
  return (rows ?? []).map(({ hook_id, company_id, change, pause_seconds, lost }) => ({
    hookId: hook_id,
    companyId: company_id,
    change,
    pauseSeconds: pause_seconds,
    lost,
  }));
}

/** Must be called as soon as the rows arrive, because they contain the time of the database's clock. */
export function readClaim(rows: readonly ClaimRow[]): Claim {
  const deliveries = rows.filter((row) => row.delivery_id !== null);
  const receipt = rows.find((row) => row.delivery_id === null);
  return {
    claimed: readClaimed(deliveries),
    hasMore: receipt?.has_more ?? false,
    changes: readChanges(receipt?.changes ?? null),
    dispatched: receipt?.dispatched ?? null,
  };
}

function readClaimed(rows: readonly DeliveryRow[]): Claimed[] {
  const monotonicMs = performance.now();
  return rows.map((row) => ({
    hookId: row.hook_id,
    deliveryId: row.delivery_id,
    companyId: row.company_id,
    attempt: row.attempt,
    firstAttemptMs: row.first_attempt_ms,
    payloadMs: row.payload_ms,
    delayMs: row.delay_ms,
    configVersion: row.config_version,
    timeoutSeconds: row.timeout_seconds,
    retryWindowSeconds: row.retry_window_seconds,
    isInOrder: row.is_in_order,
    isTest: row.is_test,
    isRecovery: row.is_recovery,
    isSlow: row.is_slow,
    probeStep: row.probe_step,
    sizeBytes: row.size_bytes,
    monotonicOffsetMs: row.now_ms - monotonicMs,
    event: {
      id: row.event_id,
      ulid: row.ulid,
      timestamp: row.occurred_at,
      companyId: row.company_id,
      projectId: row.project_id,
      userId: row.user_id,
      resourceName: row.resource_name,
      resourceId: row.resource_id,
      eventType: row.event_type,
      metadata: row.metadata,
      relatedResources: row.related_resources,
      data: row.data,
    },
    hops: row.hops,
  }));
}
