import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Attempt, Delivery, DeliveryRow } from '@/contracts/deliveries';
import type { Hook } from '@/contracts/hooks';
import { waitOf } from '@/domain/delivery-wait';
import type { PayloadEvent } from '@/domain/payload/event';
import { renderPayload } from '@/domain/payload/render';
import { type PastPayloadVersion, payloadVersionAt } from '@/domain/payload/version';
import type { Transaction } from '@/server/db/client';
import { attempts, deliveries, events, hooks } from '@/server/db/schema';
import { databaseNowMs } from '../database-now';
import { readHeaders, readReason, readTiming } from '../stored-json';
import { type HookHistory, matching } from './delivery-filter';

type Row = typeof deliveries.$inferSelect;
type EventRow = PayloadEvent & { occurredAt: Date };

/** A hook's deliveries in the order of these ids. Leaves out those that purge has just dropped. */
export async function rowsOf(
  tx: Transaction,
  history: HookHistory,
  ids: readonly number[],
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select()
    .from(deliveries)
    .where(and(matching(history, {}), inArray(deliveries.id, [...ids])));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Completes rows for a list. Leaves out a delivery whose event was just purged. */
export async function toRows(
  tx: Transaction,
  companyId: number,
  rows: readonly Row[],
): Promise<DeliveryRow[]> {
  const heads = await loadHeads(tx, companyId, rows);
  return rows.flatMap((row) => {
    const head = heads.get(row.eventId);
    if (head === undefined) return [];
    const { companyId: _, attempts: attemptCount, ...columns } = row;
    const { ulid: eventUlid, occurredAt } = head;
    return [
      { ...columns, attemptCount, reason: readReason(columns.reason), eventUlid, occurredAt },
    ];
  });
}

/** Finds the columns of events that a list shows, and their sizes in bytes, without their data. */
export async function loadHeads(
  tx: Transaction,
  companyId: number,
  rows: readonly { eventId: number }[],
) {
  if (rows.length === 0) return new Map<number, never>();
  const { id, ulid, occurredAt, sizeBytes } = events;
  const ids = [...new Set(rows.map((row) => row.eventId))];
  const found = await tx
    .select({ id, ulid, occurredAt, sizeBytes })
    .from(events)
    .where(and(eq(events.companyId, companyId), inArray(events.id, ids)));
  return new Map(found.map((event) => [event.id, event]));
}

/** Completes rows with payloads and attempts: two queries for all of them. */
export async function toDeliveries(
  tx: Transaction,
  hook: Hook,
  rows: readonly Row[],
): Promise<Delivery[]> {
  if (rows.length === 0) return [];
  const eventsById = await loadEvents(
    tx,
    hook.companyId,
    rows.map((row) => row.eventId),
  );
  const attempted = rows.filter((row) => row.attempts > 0).map((row) => row.id);
  const attemptsById = await loadAttempts(tx, hook.companyId, attempted);
  const past = await loadPastVersions(tx, hook);
  const isAnyOpen = rows.some(({ finishedAt }) => finishedAt === null);
  const nowMs = isAnyOpen ? await databaseNowMs(tx) : 0;
  const versionOf = ({ firstAttemptAt }: Row) =>
    firstAttemptAt === null
      ? hook.payloadVersion
      : payloadVersionAt(firstAttemptAt.getTime(), hook.payloadVersion, past);
  // Purge drops an event and its deliveries one day at a time, so a row without its event is left out.
  return rows.flatMap((row) => {
    const event = eventsById.get(row.eventId);
    if (event === undefined) return [];
    const { companyId: _, attempts: attemptCount, ...columns } = row;
    return [
      {
        ...columns,
        ...waitOf(columns, hook, nowMs),
        attemptCount,
        reason: readReason(columns.reason),
        eventUlid: event.ulid,
        occurredAt: event.occurredAt,
        payload: renderPayload(versionOf(row), event),
        attempts: attemptsById.get(row.id) ?? [],
      },
    ];
  });
}

async function loadPastVersions(tx: Transaction, hook: Hook): Promise<PastPayloadVersion[]> {
  const [row] = await tx
    .select({ past: hooks.pastPayloadVersions })
    .from(hooks)
    .where(and(eq(hooks.companyId, hook.companyId), eq(hooks.id, hook.id)));
  return row?.past ?? [];
}

/** Finds events by id. Leaves out those that purge has just dropped. */
async function loadEvents(
  tx: Transaction,
  companyId: number,
  ids: number[],
): Promise<Map<number, EventRow>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({
      ...getTableColumns(events),
      // Read as text, because the driver would parse them.
      metadata: sql<string | null>`${events.metadata}::text`,
      relatedResources: sql<string | null>`${events.relatedResources}::text`,
      data: sql<string | null>`${events.data}::text`,
      timestamp: sql<string>`to_char(${events.occurredAt} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    })
    .from(events)
    .where(and(eq(events.companyId, companyId), inArray(events.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadAttempts(
  tx: Transaction,
  companyId: number,
  ids: number[],
): Promise<Map<number, Attempt[]>> {
  const byDelivery = new Map<number, Attempt[]>();
  if (ids.length === 0) return byDelivery;
  const rows = await tx
    .select()
    .from(attempts)
    .where(and(eq(attempts.companyId, companyId), inArray(attempts.deliveryId, ids)))
    .orderBy(asc(attempts.deliveryId), asc(attempts.n));
  for (const { deliveryId, companyId: _, hookId: __, responseBody, ...row } of rows) {
    const list = byDelivery.get(deliveryId) ?? [];
    list.push({
      ...row,
      error: readReason(row.error),
      timing: readTiming(row.timing),
      requestHeaders: readHeaders(row.requestHeaders),
      responseHeaders: readHeaders(row.responseHeaders),
      responseBody: responseBody?.toString('utf8') ?? '',
    });
    byDelivery.set(deliveryId, list);
  }
  return byDelivery;
}
