import { randomBytes } from 'node:crypto';
import { dayOfDate, historyId } from '@/domain/ids';
import { ULID_RANDOM_BYTES, ulid } from '@/domain/ulid';
import packageJson from '../../../../package.json';
import type { SampleAttempt } from './outcomes';
import type { SampleDelivery, SampleEvent, SampleHistory } from './sample-history';

type Sequences = { events: readonly number[]; deliveries: readonly number[] };

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const DISPATCH_MS = 15;

/** The rows of a history, as the JSON that write-history passes to the database. */
export function historyRows(
  companyId: number,
  { events, deliveries }: SampleHistory,
  sequences: Sequences,
) {
  const eventRows = events.map((event, index) =>
    eventRow(companyId, event, at(sequences.events, index)),
  );
  const deliveryRows = deliveries.map((delivery, index) => {
    const event = at(events, delivery.event);
    return deliveryRow(companyId, delivery, {
      event,
      eventId: at(eventRows, delivery.event).id,
      sequence: at(sequences.deliveries, index),
    });
  });
  const attemptRows = deliveries.flatMap((delivery, index) => {
    const { id } = at(deliveryRows, index);
    const webhookId = `${at(eventRows, delivery.event).ulid}_${delivery.hookId}`;
    return delivery.outcome.attempts.map((attempt, n) => ({
      delivery_id: id,
      company_id: companyId,
      hook_id: delivery.hookId,
      ...attemptColumns(attempt, n + 1, webhookId),
    }));
  });
  return { eventRows, deliveryRows, attemptRows };
}

export type HistoryRows = ReturnType<typeof historyRows>;

function eventRow(companyId: number, event: SampleEvent, sequence: number) {
  return {
    id: historyId(dayOfDate(event.atMs), sequence),
    company_id: companyId,
    project_id: event.projectId,
    ulid: ulid(event.atMs, randomBytes(ULID_RANDOM_BYTES)),
    resource_name: event.resourceName,
    resource_level: event.level,
    resource_id: event.resourceId,
    event_type: event.eventType,
    user_id: event.userId,
    occurred_at: iso(event.atMs),
    recorded_at: iso(event.atMs),
    data: { id: event.resourceId, number: Number(event.resourceId) % 500 },
  };
}

function deliveryRow(
  companyId: number,
  { hookId, outcome }: SampleDelivery,
  { event, eventId, sequence }: { event: SampleEvent; eventId: number; sequence: number },
) {
  const last = outcome.attempts.at(-1);
  return {
    id: historyId(dayOfDate(event.atMs), sequence),
    company_id: companyId,
    hook_id: hookId,
    event_id: eventId,
    project_id: event.projectId,
    resource_name: event.resourceName,
    resource_id: event.resourceId,
    event_type: event.eventType,
    status: outcome.status,
    reason: outcome.reason,
    attempts: outcome.attempts.length,
    response_status: last?.status ?? null,
    created_at: iso(event.atMs + DISPATCH_MS),
    first_attempt_at: iso(outcome.attempts[0]?.startedMs ?? null),
    last_attempt_at: iso(last?.startedMs ?? null),
    next_attempt_at: iso(outcome.nextAttemptMs),
    finished_at: iso(outcome.finishedMs),
  };
}

function attemptColumns(attempt: SampleAttempt, n: number, webhookId: string) {
  const hasAnswer = attempt.status !== null;
  return {
    n,
    outcome: attempt.outcome,
    error: attempt.error,
    response_status: attempt.status,
    started_at: iso(attempt.startedMs),
    finished_at: iso(attempt.startedMs + attempt.totalMs),
    timing: hasAnswer
      ? { first_byte: attempt.totalMs - 1, total: attempt.totalMs }
      : { total: attempt.totalMs },
    remote_address: attempt.outcome === 'blocked' ? null : '127.0.0.1',
    request_headers: {
      'content-type': 'application/json',
      'user-agent': `Gancho/${packageJson.version}`,
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(attempt.startedMs / 1000)),
      'webhook-attempt': String(n),
      'webhook-hops': '1',
    },
    response_headers: hasAnswer
      ? {
          'content-type': 'application/json',
          date: new Date(attempt.startedMs + attempt.totalMs).toUTCString(),
        }
      : null,
    response_body: hasAnswer ? bodyOf(attempt) : null,
  };
}

function bodyOf({ status }: SampleAttempt): string {
  return status === 200 ? '{"received":true}' : `{"received":false,"status":${status}}`;
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`no element ${index}`);
  return found;
}
