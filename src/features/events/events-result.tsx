import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { Notice } from '@/components/notice';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import type { EventsPage } from './event-view';
import { type EventsFilter, type EventsQuery, NO_FILTER } from './events-query';
import { EventsTable } from './events-table';
import { rowsOf } from './filter-rows';
import { useFilterWords } from './filter-words';

type Props = Omit<ComponentProps<typeof EventsTable>, 'events' | 'order'> & {
  events: Pick<UseQueryResult<EventsPage, unknown>, 'data' | 'error' | 'isError' | 'refetch'>;
  query: EventsQuery;
  onFilter: (filter: EventsFilter) => void;
};

/** The table, or a message in its place. */
export function EventsResult({ events, query, onFilter, ...table }: Props) {
  const t = useTranslations('events');
  const filters = useTranslations('eventFilters');
  const { sentenceOf } = useFilterWords();
  const page = events.data;
  if (page === undefined && events.isError) {
    return <QueryFailure error={events.error} onRetry={() => events.refetch()} />;
  }
  if (page?.items.length !== 0) {
    return <EventsTable events={page?.items} order={query.order} {...table} />;
  }
  const rows = rowsOf(query);
  if (rows.length === 0) return <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice>;
  return (
    <Notice
      role="status"
      title={t('noMatch')}
      action={
        <Button variant="outline" size="small" onClick={() => onFilter(NO_FILTER)}>
          {filters('clear')}
        </Button>
      }
    >
      <ul className="list-disc pl-4">
        {rows.map((row) => (
          <li key={sentenceOf(row)}>{sentenceOf(row)}</li>
        ))}
      </ul>
    </Notice>
  );
}
