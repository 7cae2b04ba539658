'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { EXPORT_ROWS_MAX } from '@/domain/limits';
import { parseId, type Tenant, webhooksPath } from '@/features/tenants';
import { httpStatusOf } from '@/lib/trpc-status';
import { changeAddress, useAddress } from '@/lib/use-address';
import { useIsHydrated } from '@/lib/use-is-hydrated';
import { useTRPC } from '@/trpc/client';
import { EventPanel } from './event-panel';
import { EventsPager } from './events-pager';
import {
  EVENT_PATH,
  type EventsFilter,
  type EventsQuery,
  eventsInput,
  filterParams,
  formatEventsQuery,
  parseEventsQuery,
} from './events-query';
import { EventsResult } from './events-result';
import { EventsToolbar } from './events-toolbar';
import { FilterChips } from './filter-chips';
import { NewEvents } from './new-events';
import { SelectionBar } from './selection-bar';
import { useLiveEvents } from './use-live-events';
import { useSelection } from './use-selection';
import { useTableKeys } from './use-table-keys';

type Props = { tenant: Tenant; hookId: number; retentionDays: number };

export function HookEvents({ tenant, hookId, retentionDays }: Props) {
  const t = useTranslations('events');
  const trpc = useTRPC();
  const path = `${webhooksPath(tenant)}/${hookId}`;
  const address = useAddress(path, EVENT_PATH);
  const query = parseEventsQuery(address.query);
  const opened = openedEvent(address.pathname, path);
  const events = useQuery(
    trpc.deliveries.list.queryOptions(
      { ...tenant, hookId, ...eventsInput(query) },
      { placeholderData: keepPreviousData },
    ),
  );
  const isHydrated = useIsHydrated();
  const page = events.data;
  const newCount = useLiveEvents({ tenant, hookId, query, page });
  const selection = useSelection(formatEventsQuery({ ...query, window: '24h' }));
  const refresh = () => void events.refetch();
  const area = useRef<HTMLElement>(null);
  useTableKeys(area, refresh);

  // Only the address changes. The rows come over tRPC, so the server need not render the page again.
  const addressOf = (next: EventsQuery) => `${path}${formatEventsQuery(next)}`;
  const show = (next: EventsQuery) => changeAddress('push', addressOf(next));
  const replace = (next: Partial<EventsQuery>) =>
    changeAddress('replace', addressOf({ ...query, ...next, cursor: null, page: 1 }));
  const filter = (next: EventsFilter) => replace(next);
  const hrefOf = (deliveryId: number) =>
    `${path}${EVENT_PATH}${deliveryId}${formatEventsQuery(query)}`;

  // The page reports a missing hook once, above the table.
  if (httpStatusOf(events.error) === 404) return null;
  const isShown = page !== undefined && page.items.length > 0;
  return (
    <section ref={area} className="flex flex-col gap-3">
      <div>
        <h2 className="font-medium text-base">{t('title')}</h2>
        <p className="text-muted text-table">{t('text', { days: retentionDays })}</p>
      </div>
      <EventsToolbar
        tenant={tenant}
        hookId={hookId}
        filter={query}
        onChange={filter}
        exportHref={`${path}/events.csv?${filterParams(query)}`}
        onRefresh={refresh}
        // A prefetched answer that is already old is loaded again at once. The server does not know of that.
        isRefreshing={isHydrated && events.isFetching}
      />
      <FilterChips filter={query} onChange={filter} />
      <NewEvents count={newCount} onShow={refresh} />
      <SelectionBar
        tenant={tenant}
        hookId={hookId}
        path={path}
        selection={selection}
        filter={query}
        page={page}
      />
      <EventsResult
        events={events}
        query={query}
        onFilter={filter}
        hrefOf={hrefOf}
        onOrder={(order) => replace({ order })}
        selection={selection}
        onOpen={(deliveryId) => changeAddress('push', hrefOf(deliveryId))}
      />
      {isShown ? (
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
      {page && (page.total.isCapped || page.total.count > EXPORT_ROWS_MAX) ? (
        <p className="text-muted text-xs">{t('exportLimit', { max: EXPORT_ROWS_MAX })}</p>
      ) : null}
      <EventPanel
        tenant={tenant}
        hookId={hookId}
        deliveryId={opened}
        query={query}
        hrefOf={hrefOf}
      />
    </section>
  );
}

/** The event in the open panel. The panel has the address of the event's own page, which a reload opens. */
function openedEvent(pathname: string, path: string): number | null {
  const prefix = `${path}${EVENT_PATH}`;
  return pathname.startsWith(prefix) ? parseId(pathname.slice(prefix.length)) : null;
}
