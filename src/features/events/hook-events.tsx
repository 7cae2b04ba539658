'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import { type Place, webhooksPath } from '@/features/places';
import { httpStatusOf } from '@/lib/trpc-status';
import { useTRPC } from '@/trpc/client';
import { EventsFilters } from './events-filters';
import { EventsPager } from './events-pager';
import { type EventsQuery, eventsInput, formatEventsQuery, parseEventsQuery } from './events-query';
import { EventsTable } from './events-table';

type Props = { place: Place; hookId: number; retentionDays: number };

export function HookEvents({ place, hookId, retentionDays }: Props) {
  const t = useTranslations('events');
  const trpc = useTRPC();
  const query = parseEventsQuery(useSearchParams());
  const path = `${webhooksPath(place)}/${hookId}`;
  const events = useQuery(
    trpc.deliveries.list.queryOptions(
      { ...place, hookId, ...eventsInput(query) },
      { placeholderData: keepPreviousData },
    ),
  );
  // That the hook is not there is said above the table, once.
  const isGone = httpStatusOf(events.error) === 404;
  const page = events.data;
  const isFiltered = query.status !== null || query.resourceId !== '';
  const isEmpty = page?.items.length === 0;

  // The address alone changes: the rows come over tRPC, so the server need not render the page again.
  const show = (next: EventsQuery) =>
    window.history.pushState(null, '', `${path}${formatEventsQuery(next)}`);
  const filter = (filters: Pick<EventsQuery, 'status' | 'resourceId'>) =>
    window.history.replaceState(
      null,
      '',
      `${path}${formatEventsQuery({ ...filters, cursor: null, page: 1 })}`,
    );

  if (isGone) return null;
  return (
    <section className="flex flex-col gap-3">
      <div>
        <h2 className="font-medium text-base">{t('title')}</h2>
        <p className="text-muted text-table">{t('text', { days: retentionDays })}</p>
      </div>
      <EventsFilters
        filters={query}
        onChange={filter}
        onRefresh={() => events.refetch()}
        isRefreshing={events.isFetching}
      />
      {events.isError && !page ? (
        <QueryFailure error={events.error} onRetry={() => events.refetch()} />
      ) : null}
      {isEmpty && isFiltered ? (
        <Notice
          role="status"
          title={t('noMatch')}
          action={
            <Button
              variant="outline"
              size="small"
              onClick={() => filter({ status: null, resourceId: '' })}
            >
              {t('clear')}
            </Button>
          }
        />
      ) : null}
      {isEmpty && !isFiltered ? <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice> : null}
      {isEmpty || (events.isError && !page) ? null : (
        <EventsTable path={path} events={page?.items} />
      )}
      {page && !isEmpty ? (
        <EventsPager
          page={query.page}
          shown={page.items.length}
          total={page.total.count}
          isCapped={page.total.isCapped}
          onPrevious={query.page > 1 ? () => window.history.back() : null}
          onNext={
            page.next === null
              ? null
              : () => show({ ...query, cursor: page.next, page: query.page + 1 })
          }
        />
      ) : null}
    </section>
  );
}
