import type { DeliveryOrder } from '@/contracts/deliveries';
import { DELIVERY_STATUSES, type DeliveryStatus } from '@/domain/delivery-status';
import { STATISTICS_WINDOWS, type StatisticsWindow } from '@/domain/statistics';

/** The filter of the table. Empty lists and texts, and null, do not filter. */
export type EventsFilter = {
  statuses: DeliveryStatus[];
  resourceNames: string[];
  eventTypes: string[];
  resourceId: string;
  /** `5xx`, `418`, or `none`. */
  responses: string[];
  attemptsMin: number | null;
  attemptsMax: number | null;
  /** UTC to the minute, as `2026-03-17T19:27`. */
  since: string;
  until: string;
};

/** The parts of a hook page's address that concern the events table and the charts above it. */
export type EventsQuery = EventsFilter & {
  order: DeliveryOrder;
  /** The cursor of the page that is shown; null for the first. */
  cursor: string | null;
  /** The page number, from 1. */
  page: number;
  /** The window of the charts above the table. */
  window: StatisticsWindow;
};

type Readable = { get(name: string): string | null; getAll(name: string): string[] };

export const EVENTS_PER_PAGE = 50;
/** Between the path of a hook's page and the id of the event in the open panel. */
export const EVENT_PATH = '/events/';
export const NO_FILTER: EventsFilter = {
  statuses: [],
  resourceNames: [],
  eventTypes: [],
  resourceId: '',
  responses: [],
  attemptsMin: null,
  attemptsMax: null,
  since: '',
  until: '',
};
const TEXT_CHARS_MAX = 200;
const VALUES_MAX = 50;
const RESPONSE = /^([1-5]xx|[1-5]\d\d|none)$/;

/** Ignores invalid values, because people type and share addresses. */
export function parseEventsQuery(params: Readable): EventsQuery {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, TEXT_CHARS_MAX);
  const list = (name: string) =>
    [...new Set(params.getAll(name).map((value) => value.trim().slice(0, TEXT_CHARS_MAX)))]
      .filter((value) => value !== '')
      .slice(0, VALUES_MAX);
  const statuses = list('status');
  const cursor = params.get('after') || null;
  const page = Number(params.get('page'));
  const isPage = cursor !== null && Number.isSafeInteger(page) && page > 1;
  return {
    statuses: DELIVERY_STATUSES.filter((status) => statuses.includes(status)),
    resourceNames: list('resource_name'),
    eventTypes: list('event_type'),
    resourceId: text('resource_id'),
    responses: list('response').filter(isResponse),
    attemptsMin: readCount(text('attempts_min')),
    attemptsMax: readCount(text('attempts_max')),
    since: readMinute(text('since')),
    until: readMinute(text('until')),
    order: text('order') === 'oldest' ? 'oldest' : 'newest',
    cursor,
    page: isPage ? page : 1,
    window: STATISTICS_WINDOWS.find((one) => one === params.get('window')) ?? '24h',
  };
}

export function formatEventsQuery(query: EventsQuery): string {
  const params = filterParams(query);
  if (query.order !== 'newest') params.set('order', query.order);
  if (query.cursor) {
    params.set('after', query.cursor);
    params.set('page', String(query.page));
  }
  if (query.window !== '24h') params.set('window', query.window);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The filter alone, also for the export's address. */
export function filterParams(filter: EventsFilter): URLSearchParams {
  const params = new URLSearchParams();
  const add = (name: string, values: readonly (string | number | null)[]) => {
    for (const value of values) if (value !== null && value !== '') params.append(name, `${value}`);
  };
  add('status', filter.statuses);
  add('resource_name', filter.resourceNames);
  add('event_type', filter.eventTypes);
  add('resource_id', [filter.resourceId]);
  add('response', filter.responses);
  add('attempts_min', [filter.attemptsMin]);
  add('attempts_max', [filter.attemptsMax]);
  add('since', [filter.since]);
  add('until', [filter.until]);
  return params;
}

/** The filter as input of the procedures. */
export function filterInput(filter: EventsFilter) {
  const { statuses, resourceNames, eventTypes, responses } = filter;
  return {
    ...(statuses.length > 0 ? { statuses } : {}),
    ...(resourceNames.length > 0 ? { resourceNames } : {}),
    ...(eventTypes.length > 0 ? { eventTypes } : {}),
    ...(filter.resourceId ? { resourceId: filter.resourceId } : {}),
    ...(responses.length > 0 ? { responses } : {}),
    ...(filter.attemptsMin === null ? {} : { attemptsMin: filter.attemptsMin }),
    ...(filter.attemptsMax === null ? {} : { attemptsMax: filter.attemptsMax }),
    ...(filter.since ? { since: new Date(`${filter.since}Z`) } : {}),
    ...(filter.until ? { until: new Date(`${filter.until}Z`) } : {}),
  };
}

/** The input of the list. Page and prefetch must use the same, otherwise the page loads twice. */
export function eventsInput(query: EventsQuery) {
  return {
    ...filterInput(query),
    limit: EVENTS_PER_PAGE,
    ...(query.order === 'newest' ? {} : { order: query.order }),
    ...(query.cursor ? { cursor: query.cursor } : {}),
  };
}

export function isResponse(text: string): boolean {
  return RESPONSE.test(text);
}

export function readCount(text: string): number | null {
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}

/** Empty unless it is a minute of the calendar. */
export function readMinute(text: string): string {
  const isMinute = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text);
  return isMinute && !Number.isNaN(Date.parse(`${text}Z`)) ? text : '';
}
