import { useTranslations } from 'next-intl';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import type { FilterColumn, FilterOperator, FilterRow } from './filter-rows';

/** Columns, operators and values of a filter in the reader's language. */
export function useFilterWords() {
  const columns = useTranslations('events');
  const t = useTranslations('eventFilters');
  const statusName = useTranslations('deliveryStatus');
  const typeName = useTranslations('eventType');
  const columnNames: Record<FilterColumn, string> = {
    timestamp: columns('timestamp'),
    httpStatus: columns('httpStatus'),
    attempts: columns('attempts'),
    eventType: columns('eventType'),
    eventStatus: columns('eventStatus'),
    resourceName: columns('resourceName'),
    resourceId: columns('resourceId'),
  };
  const operatorNames: Record<FilterOperator, string> = {
    from: t('from'),
    before: t('before'),
    is: t('is'),
    none: t('none'),
    atLeast: t('atLeast'),
    atMost: t('atMost'),
  };
  const valueName = ({ column, value }: FilterRow): string => {
    if (column === 'timestamp') return `${value.replaceAll('-', '/').replace('T', ' ')} UTC`;
    const status = DELIVERY_STATUSES.find((each) => each === value);
    if (column === 'eventStatus' && status) return statusName(status);
    const type = EVENT_TYPES.find((each) => each === value);
    return column === 'eventType' && type ? typeName(type) : value;
  };
  const sentenceOf = (row: FilterRow): string => {
    const column = columnNames[row.column];
    if (row.operator === 'none') return `${column}: ${operatorNames.none}`;
    const value = valueName(row);
    return row.operator === 'is'
      ? `${column}: ${value}`
      : `${column} ${operatorNames[row.operator]} ${value}`;
  };
  return { columnNames, operatorNames, sentenceOf };
}
