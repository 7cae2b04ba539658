import { DELIVERY_STATUSES, type DeliveryStatus } from '@/domain/delivery-status';

/** What the address of a hook's page says of its events table. */
export type EventsQuery = {
  status: DeliveryStatus | null;
  resourceId: string;
  /** Of the page that is shown; null for the newest. */
  cursor: string | null;
  /** Its number, counted from 1. */
  page: number;
};

type Readable = { get(name: string): string | null };

export const EVENTS_PER_PAGE = 50;
const RESOURCE_ID_CHARS_MAX = 200;

/** What makes no sense is read as if it were absent: addresses are typed and shared by people. */
export function parseEventsQuery(params: Readable): EventsQuery {
  const status = DELIVERY_STATUSES.find((each) => each === params.get('status')) ?? null;
  const resourceId = (params.get('resource_id') ?? '').trim().slice(0, RESOURCE_ID_CHARS_MAX);
  const cursor = params.get('after') || null;
  const page = Number(params.get('page'));
  const isPage = cursor !== null && Number.isSafeInteger(page) && page > 1;
  return { status, resourceId, cursor, page: isPage ? page : 1 };
}

export function formatEventsQuery({ status, resourceId, cursor, page }: EventsQuery): string {
  const params = new URLSearchParams();
  if (status) params.set('status', status);
  if (resourceId) params.set('resource_id', resourceId);
  if (cursor) {
    params.set('after', cursor);
    params.set('page', String(page));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What the list is asked for. Page and prefetch must ask alike, or the page asks twice. */
export function eventsInput({ status, resourceId, cursor }: EventsQuery) {
  return {
    limit: EVENTS_PER_PAGE,
    ...(status ? { statuses: [status] } : {}),
    ...(resourceId ? { resourceId } : {}),
    ...(cursor ? { cursor } : {}),
  };
}
