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
} from 'drizzle-orm';
import type { DeliveryFilter, DeliveryOrder } from '@/contracts/deliveries';
import type { DeliveryStatus } from '@/domain/delivery-status';
import { invalidField } from '@/domain/errors';
import { deliveries } from '@/server/db/schema';

/** Whether a condition other than the status narrows the list. The engine counts by status. */
export function isFilteredBeyondStatus({ statuses: _, ...filter }: DeliveryFilter): boolean {
  return Object.values(filter).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined,
  );
}

const UNUSUAL: readonly DeliveryStatus[] = ['failed', 'discarded', 'retrying'];

/**
 * Where all matching deliveries are: in the attempts that are not a success at the first attempt (`attempted`), or in
 * these and in those discarded without an attempt (`unusual`). Null: in neither, or there is a shorter way.
 */
export function rarityOf(filter: DeliveryFilter): 'attempted' | 'unusual' | null {
  const { statuses = [], responses = [], attemptsMin = 0, ids = [], resourceId } = filter;
  if (ids.length > 0 || resourceId !== undefined) return null;
  if (attemptsMin >= 2 || isRefused(responses)) return 'attempted';
  const isUnusual = statuses.length > 0 && statuses.every((each) => UNUSUAL.includes(each));
  if (!isUnusual) return null;
  return statuses.includes('discarded') ? 'unusual' : 'attempted';
}

/** Whether every requested answer belongs to a failed attempt. */
export function isRefused(responses: readonly string[]): boolean {
  return responses.length > 0 && !responses.some((each) => each.startsWith('2'));
}

export type HookHistory = { companyId: number; hookId: number };

/** The hook's deliveries that match the filter. */
export function matching(address: HookHistory, filter: DeliveryFilter): SQL | undefined {
  return and(
    eq(deliveries.companyId, address.companyId),
    eq(deliveries.hookId, address.hookId),
    passing(filter),
  );
}

/** The deliveries of any hook that match the filter. The caller adds the company. */
export function passing(filter: DeliveryFilter): SQL | undefined {
  const { since, until, attemptsMin, attemptsMax } = filter;
  return and(
    filter.ids?.length ? inArray(deliveries.id, filter.ids) : undefined,
    filter.statuses?.length ? inArray(deliveries.status, filter.statuses) : undefined,
    filter.resourceNames?.length
      ? inArray(deliveries.resourceName, filter.resourceNames)
      : undefined,
    filter.eventTypes?.length ? inArray(deliveries.eventType, filter.eventTypes) : undefined,
    filter.resourceId === undefined ? undefined : eq(deliveries.resourceId, filter.resourceId),
    filter.responses?.length ? or(...filter.responses.map(answered)) : undefined,
    attemptsMin === undefined ? undefined : gte(deliveries.attempts, attemptsMin),
    attemptsMax === undefined ? undefined : lte(deliveries.attempts, attemptsMax),
    since && gte(deliveries.createdAt, since),
    until && lt(deliveries.createdAt, until),
  );
}

/** `5xx`, `418` or `none`. */
function answered(response: string): SQL | undefined {
  if (response === 'none')
    return and(isNull(deliveries.responseStatus), gt(deliveries.attempts, 0));
  return answeredWith(deliveries.responseStatus, response);
}

export function answeredWith(column: AnyColumn, response: string): SQL {
  if (response === 'none') return isNull(column);
  if (!response.endsWith('xx')) return eq(column, Number(response));
  const first = 100 * Number(response[0]);
  return between(column, first, first + 99);
}

/** @param id the id of the delivery, from any table */
export function inOrder(order: DeliveryOrder, id: SQLWrapper = deliveries.id): SQL {
  return order === 'newest' ? desc(id) : asc(id);
}

/** The condition for deliveries that come after one in this order. */
export function following(
  order: DeliveryOrder,
  deliveryId: number,
  id: AnyColumn = deliveries.id,
): SQL {
  return order === 'newest' ? lt(id, deliveryId) : gt(id, deliveryId);
}

/** Encodes a cursor. Callers treat it as opaque, and it contains the id of the last row seen. */
export function encodeCursor(id: number): string {
  return Buffer.from(`d${id}`).toString('base64url');
}

export function decodeCursor(cursor: string): number {
  const match = /^d(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const id = Number(match?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw invalidField('cursor', 'not_a_cursor', 'is not a cursor of this list: start without one.');
}
