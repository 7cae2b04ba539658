import { and, eq, gte, inArray, lt, type SQL } from 'drizzle-orm';
import type { ListDeliveriesInput } from '@/contracts/deliveries';
import { invalidField } from '@/domain/errors';
import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import { deliveries } from '@/server/db/schema';

export type DeliveryFilter = Pick<
  ListDeliveriesInput,
  'statuses' | 'resourceNames' | 'eventTypes' | 'resourceId' | 'since' | 'until'
>;

export function isFiltered(filter: DeliveryFilter): boolean {
  return (
    filter.resourceId !== undefined ||
    filter.since !== undefined ||
    filter.until !== undefined ||
    [filter.statuses, filter.resourceNames, filter.eventTypes].some((list) => list?.length)
  );
}

/** The hook's deliveries that the filter lets through. */
export function matching(
  address: { companyId: number; hookId: number },
  filter: DeliveryFilter,
): SQL | undefined {
  const { since, until } = filter;
  return and(
    eq(deliveries.companyId, address.companyId),
    eq(deliveries.hookId, address.hookId),
    filter.statuses?.length ? inArray(deliveries.status, filter.statuses) : undefined,
    filter.resourceNames?.length
      ? inArray(deliveries.resourceName, filter.resourceNames)
      : undefined,
    filter.eventTypes?.length ? inArray(deliveries.eventType, filter.eventTypes) : undefined,
    filter.resourceId === undefined ? undefined : eq(deliveries.resourceId, filter.resourceId),
    // Ids tell the day: whole days outside the range are never read.
    since && gte(deliveries.id, firstIdOfDay(clampDay(since))),
    since && gte(deliveries.createdAt, since),
    // A redispatched delivery is created after its event's day, hence one day more.
    until && lt(deliveries.id, firstIdOfDay(clampDay(until) + 1)),
    until && lt(deliveries.createdAt, until),
  );
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
