import { RawJson } from '@/domain/raw-json';
import type { Attempt, Delivery } from '../deliveries';
import { headersOf } from '../header-pairs';
import type { V1Delivery, V1Outcome } from '../rest/v1';
import type { V2Delivery, V2DeliveryStatus } from '../rest/v2';

/** The event is the text that was sent. */
type Shown<Shape, Event extends keyof Shape> = Omit<Shape, Event> & Record<Event, RawJson>;

/**
 * One record per attempt, oldest first. All have the id of their delivery, because `page_start` uses that id. A
 * delivery that was dropped before its first attempt has one record without a response.
 */
export function v1Deliveries(delivery: Delivery): Shown<V1Delivery, 'event'>[] {
  const event = {
    id: delivery.id,
    event_id: delivery.eventId,
    event: new RawJson(delivery.payload),
  };
  if (delivery.attempts.length === 0) {
    if (delivery.status !== 'discarded' && delivery.status !== 'failed') return [];
    return [{ ...event, outcome: delivery.status, ...noResponse(delivery) }];
  }
  return delivery.attempts.map((attempt, index) => ({
    ...event,
    outcome: outcomeOf(delivery, attempt, index === delivery.attempts.length - 1),
    ...responseOf(attempt),
  }));
}

export function v2Delivery(delivery: Delivery): Shown<V2Delivery, 'payload'> {
  return {
    id: String(delivery.id),
    event_id: String(delivery.eventId),
    status: V2_STATUS[delivery.status],
    payload: new RawJson(delivery.payload),
    created_at: delivery.createdAt.toISOString(),
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    is_test: delivery.isTest,
    delivery_attempts: delivery.attempts.map((attempt) => ({
      id: `${delivery.id}-${attempt.n}`,
      success: attempt.outcome === 'success',
      ...responseOf(attempt),
    })),
  };
}

const V2_STATUS: Record<Delivery['status'], V2DeliveryStatus> = {
  queued: 'enqueued',
  retrying: 'retrying',
  delivered: 'delivered',
  failed: 'failed',
  discarded: 'discarded',
};

/** The filter says `succeeded`, but the field says `delivered`. Both are accepted. */
export const V2_STATUS_FILTERS: Readonly<Record<string, Delivery['status']>> = {
  succeeded: 'delivered',
  delivered: 'delivered',
  failed: 'failed',
  discarded: 'discarded',
  enqueued: 'queued',
  retrying: 'retrying',
};

function responseOf(attempt: Attempt) {
  return {
    response_status: attempt.responseStatus,
    response_body: attempt.responseBody,
    response_headers: headersOf(attempt.responseHeaders),
    response_error: attempt.error?.code ?? null,
    started_at: attempt.startedAt.toISOString(),
    completed_at: attempt.finishedAt?.toISOString() ?? null,
  };
}

function noResponse(delivery: Delivery) {
  return {
    response_status: null,
    response_headers: {},
    response_body: '',
    response_error: delivery.reason?.code ?? null,
    started_at: null,
    completed_at: delivery.finishedAt?.toISOString() ?? null,
  };
}

function outcomeOf({ status }: Delivery, attempt: Attempt, isLast: boolean): V1Outcome {
  if (attempt.outcome === 'success') return 'ok';
  return isLast && (status === 'failed' || status === 'discarded') ? status : 'retried';
}
