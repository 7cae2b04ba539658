import type { PayloadEvent } from '@/domain/payload/event';
import type { EngineSql } from '@/server/db/client';
import type { Room } from './places';

/** A delivery leased to this worker: what is needed to send it and to judge the answer. */
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
  sizeBytes: number;
  /** Database time less `performance.now()`, which nobody sets, in milliseconds: at the claim and from then on. */
  monotonicOffsetMs: number;
  event: PayloadEvent;
  /** How many deliveries led to the event. */
  hops: number;
};

export type ClaimRow = {
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
  metadata: Record<string, unknown> | null;
  related_resources: { id: string; name: string }[] | null;
  data: Record<string, unknown> | null;
  hops: number;
};

const HOOKS_MAX = 200;

/** `timeoutMax`: of hooks that answer within so many seconds. */
export type ClaimOrder = { worker: number; room: Room; timeoutMax: number };

/** Leases due deliveries, as many as there is room for. */
export async function claim(engine: EngineSql, order: ClaimOrder): Promise<Claimed[]> {
  return readClaimed(await engine<ClaimRow[]>`SELECT * FROM ${claimCall(engine, order)}`);
}

export function claimCall(engine: EngineSql, { worker, room, timeoutMax }: ClaimOrder) {
  return engine`gancho.claim(${worker}::integer, ${room.quick}::integer, ${room.slow}::integer,
    ${room.bytes}::bigint, ${HOOKS_MAX}::integer, ${timeoutMax}::integer)`;
}

/** To be called as soon as the rows are there: they say what the database's clock showed. */
export function readClaimed(rows: readonly ClaimRow[]): Claimed[] {
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
      relatedResources: row.related_resources ?? [],
      data: row.data,
    },
    hops: row.hops,
  }));
}
