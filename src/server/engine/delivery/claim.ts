import type { PayloadEvent } from '@/domain/payload/event';
import type { EngineSql } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';
import type { Capacity } from './capacity';

/** A delivery leased to this worker: what is needed to send it and to decide what its answer means. */
export type Claimed = {
  hookId: number;
  deliveryId: number;
  companyId: number;
  attempt: number;
  firstAttemptMs: number;
  /** By the settings of which moment its payload is made. */
  payloadMs: number;
  /** How long the hook's rate asks to wait before it leaves. */
  delayMs: number;
  configVersion: number;
  timeoutSeconds: number;
  retryWindowSeconds: number;
  isInOrder: boolean;
  isTest: boolean;
  /** Its hook is slow, failing, or has not answered yet. */
  isSlow: boolean;
  /** Set if it tries an open circuit: the step of the pause that it ends. */
  probeStep: number | null;
  sizeBytes: number;
  /** Database time less `performance.now()`, which nobody sets, in milliseconds: at the claim and from then on. */
  monotonicOffsetMs: number;
  event: PayloadEvent;
  /** How many deliveries led to the event. */
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

/** A hook whose circuit opened or closed, that is gone (410), or that lost its queue. */
export type HealthChange = {
  hookId: number;
  companyId: number;
  change: 'opened' | 'closed' | 'gone' | 'lost';
  /** Until the circuit that opened is tried. */
  pauseSeconds: number | null;
  /** Deliveries that waited when the window ended. */
  lost: number | null;
};

export type Claim = {
  claimed: Claimed[];
  /** One of the hooks of this claim round has more that is due. */
  hasMore: boolean;
  /** By what was recorded in the same call. */
  changes: HealthChange[];
  /** In the same call. */
  dispatched: DispatchRow | null;
};

/** `timeoutMax`: of hooks that answer within so many seconds. */
export type ClaimOrder = { capacity: Capacity; timeoutMax: number };

/** Leases due deliveries, as many as the capacity allows. */
export async function claim(engine: EngineSql, worker: number, order: ClaimOrder): Promise<Claim> {
  return readClaim(
    await engine<ClaimRow[]>`
      SELECT * FROM gancho.claim(${worker}::integer, ${claimArguments(engine, order)})`,
  );
}

/** Gives back what this worker has leased and does not hold. */
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

/** To be called as soon as the rows are there: they say what the database's clock showed. */
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
