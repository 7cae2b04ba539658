import {
  type AnyColumn,
  and,
  asc,
  between,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { DeliveryFilter, DeliveryOrder } from '@/contracts/deliveries';
import { invalidField } from '@/domain/errors';
import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import { attempts, deliveries } from '@/server/db/schema';

/** Whether anything but the status narrows the list: the engine counts by status. */
export function isFilteredBeyondStatus({ statuses: _, ...filter }: DeliveryFilter): boolean {
  return Object.values(filter).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
}

/** The hook's deliveries that the filter lets through. */
export function matching(
  address: { companyId: number; hookId: number },
  filter: DeliveryFilter,
): SQL | undefined {
  const { since, until, attemptsMin, attemptsMax } = filter;
  return and(
    eq(deliveries.companyId, address.companyId),
    eq(deliveries.hookId, address.hookId),
    filter.ids?.length ? inArray(deliveries.id, filter.ids) : undefined,
    filter.statuses?.length ? inArray(deliveries.status, filter.statuses) : undefined,
    filter.resourceNames?.length
      ? inArray(deliveries.resourceName, filter.resourceNames)
      : undefined,
    filter.eventTypes?.length ? inArray(deliveries.eventType, filter.eventTypes) : undefined,
    filter.resourceId === undefined ? undefined : eq(deliveries.resourceId, filter.resourceId),
    filter.responses?.length ? or(...filter.responses.map(answered)) : undefined,
    amongTelling(address, filter),
    attemptsMin === undefined ? undefined : gte(deliveries.attempts, attemptsMin),
    attemptsMax === undefined ? undefined : lte(deliveries.attempts, attemptsMax),
    // Ids tell the day: whole days outside the range are never read.
    since && gte(deliveries.id, firstIdOfDay(clampDay(since))),
    since && gte(deliveries.createdAt, since),
    // A redispatched delivery is created after its event's day, hence one day more.
    until && lt(deliveries.id, firstIdOfDay(clampDay(until) + 1)),
    until && lt(deliveries.createdAt, until),
  );
}

/** `5xx`, `418` or `none`. */
function answered(response: string): SQL | undefined {
  if (response === 'none')
    return and(isNull(deliveries.responseStatus), gt(deliveries.attempts, 0));
  return answeredWith(deliveries.responseStatus, response);
}

function answeredWith(column: AnyColumn, response: string): SQL {
  if (response === 'none') return isNull(column);
  if (!response.endsWith('xx')) return eq(column, Number(response));
  const first = 100 * Number(response[0]);
  return between(column, first, first + 99);
}

/**
 * What was refused or took several attempts is looked for among the attempts that tell of it, which have an
 * index of their own: where there are none, millions that succeeded at once are not read to find that out.
 */
function amongTelling(
  { companyId, hookId }: { companyId: number; hookId: number },
  { responses = [], attemptsMin = 0 }: DeliveryFilter,
): SQL | undefined {
  const isRefusedOnly = responses.length > 0 && !responses.some((each) => each.startsWith('2'));
  if (!isRefusedOnly && attemptsMin < 2) return undefined;
  const a = attempts;
  const telling = and(
    eq(a.companyId, companyId),
    eq(a.hookId, hookId),
    // As the index says it: Postgres does not conclude it from the rest.
    sql`(${a.n} > 1 OR ${a.outcome} <> 'success')`,
    isRefusedOnly
      ? or(...responses.map((each) => answeredWith(a.responseStatus, each)))
      : gte(a.n, attemptsMin),
  );
  return sql`${deliveries.id} IN (SELECT ${a.deliveryId} FROM ${a} WHERE ${telling})`;
}

/** @param id the delivery's, wherever it is read from */
export function inOrder(order: DeliveryOrder, id: SQLWrapper = deliveries.id): SQL {
  return order === 'newest' ? desc(id) : asc(id);
}

/** What follows a delivery in a list of that order. */
export function following(order: DeliveryOrder, deliveryId: number): SQL {
  return order === 'newest' ? lt(deliveries.id, deliveryId) : gt(deliveries.id, deliveryId);
}

function clampDay(date: Date): number {
  return Math.min(Math.max(dayOfDate(date.getTime()), 0), 60_000);
}

/** Opaque outside; inside, the id of the last row seen. */
export function encodeCursor(id: number): string {
  return Buffer.from(`d${id}`).toString('base64url');
}

export function decodeCursor(cursor: string): number {
  const match = /^d(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const id = Number(match?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw invalidField('cursor', 'not_a_cursor', 'is not a cursor of this list: start without one.');
}
