import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { type EventsFilter, isResponse, NO_FILTER, readCount, readMinute } from './events-query';

/** The operators of each column, in the order in which the builder offers it. */
export const FILTER_OPERATORS = {
  timestamp: ['from', 'before'],
  httpStatus: ['is', 'none'],
  attempts: ['atLeast', 'atMost'],
  eventType: ['is'],
  eventStatus: ['is'],
  resourceName: ['is'],
  resourceId: ['is'],
} as const;

export type FilterColumn = keyof typeof FILTER_OPERATORS;
export type FilterOperator = (typeof FILTER_OPERATORS)[FilterColumn][number];

/** One condition, as a line of the builder or a chip: a column, an operator, and a value as typed. */
export type FilterRow = { column: FilterColumn; operator: FilterOperator; value: string };

export const FILTER_COLUMNS = Object.keys(FILTER_OPERATORS) as FilterColumn[];

export function rowsOf(filter: EventsFilter): FilterRow[] {
  const each = (column: FilterColumn, values: readonly string[]): FilterRow[] =>
    values.map((value) => ({ column, operator: 'is', value }));
  const one = (
    column: FilterColumn,
    operator: FilterOperator,
    value: string | number | null,
  ): FilterRow[] =>
    value === null || value === '' ? [] : [{ column, operator, value: String(value) }];
  return [
    ...each('resourceName', filter.resourceNames),
    ...one('resourceId', 'is', filter.resourceId),
    ...each('eventType', filter.eventTypes),
    ...each('eventStatus', filter.statuses),
    ...one('timestamp', 'from', filter.since),
    ...one('timestamp', 'before', filter.until),
    ...filter.responses.map(
      (value): FilterRow =>
        value === 'none'
          ? { column: 'httpStatus', operator: 'none', value: '' }
          : { column: 'httpStatus', operator: 'is', value },
    ),
    ...one('attempts', 'atLeast', filter.attemptsMin),
    ...one('attempts', 'atMost', filter.attemptsMax),
  ];
}

/** If lines cannot hold together, such as two lower bounds, the last one counts. */
export function filterOf(rows: readonly FilterRow[]): EventsFilter {
  const filter: EventsFilter = {
    ...NO_FILTER,
    statuses: [],
    resourceNames: [],
    eventTypes: [],
    responses: [],
  };
  for (const { column, operator, value: typed } of rows) {
    const value = typed.trim();
    if (operator === 'none') push(filter.responses, 'none');
    else if (!isComplete({ column, operator, value })) continue;
    else if (column === 'resourceName') push(filter.resourceNames, value);
    else if (column === 'resourceId') filter.resourceId = value;
    else if (column === 'eventType') push(filter.eventTypes, value);
    else if (column === 'httpStatus') push(filter.responses, value.toLowerCase());
    else if (column === 'timestamp') filter[operator === 'from' ? 'since' : 'until'] = value;
    else if (column === 'attempts') {
      filter[operator === 'atLeast' ? 'attemptsMin' : 'attemptsMax'] = readCount(value);
    } else {
      const status = DELIVERY_STATUSES.find((each) => each === value);
      if (status) push(filter.statuses, status);
    }
  }
  return filter;
}

/** Whether the value is valid for the column. */
export function isComplete({ column, operator, value: typed }: FilterRow): boolean {
  const value = typed.trim();
  if (operator === 'none') return true;
  switch (column) {
    case 'httpStatus':
      return isResponse(value.toLowerCase());
    case 'attempts':
      return readCount(value) !== null;
    case 'timestamp':
      return readMinute(value) !== '';
    case 'eventStatus':
      return DELIVERY_STATUSES.some((status) => status === value);
    default:
      return value !== '';
  }
}

function push<T>(list: T[], value: T): void {
  if (!list.includes(value)) list.push(value);
}
