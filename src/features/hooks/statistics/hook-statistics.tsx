'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { QueryFailure } from '@/components/query-failure';
import { Segmented } from '@/components/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { type StatisticsWindow, windowDays, windowsWithin } from '@/domain/statistics';
import { EVENT_PATH, formatEventsQuery, parseEventsQuery } from '@/features/events';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { changeAddress, useAddress } from '@/lib/use-address';
import { useTRPC } from '@/trpc/client';
import { AttemptsChart } from './attempts-chart';
import { Figures } from './figures';

const POLL_MS = 30_000;

/** The statistics of a hook. The address names the window, and every window takes the same space. */
export function HookStatistics({
  tenant,
  hookId,
  retentionDays,
}: {
  tenant: Tenant;
  hookId: number;
  retentionDays: number;
}) {
  const t = useTranslations('hookStatistics');
  const trpc = useTRPC();
  const path = `${webhooksPath(tenant)}/${hookId}`;
  const address = useAddress(path, EVENT_PATH);
  const query = parseEventsQuery(address.query);
  const statistics = useQuery(
    trpc.hooks.statistics.queryOptions(
      { ...tenant, hookId, window: query.window },
      { placeholderData: keepPreviousData, refetchInterval: POLL_MS },
    ),
  );
  const nameOf = (window: StatisticsWindow) =>
    window === '24h'
      ? t('hours', { count: 24 })
      : t('days', { count: windowDays(window, retentionDays) });
  // The path can be that of an open panel.
  const show = (window: StatisticsWindow) =>
    changeAddress('replace', `${address.pathname}${formatEventsQuery({ ...query, window })}`);

  return (
    <section aria-labelledby="attempts-title" className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 id="attempts-title" className="text-muted text-table">
          {t('title')}
        </h3>
        <Segmented
          label={t('window')}
          options={windowsWithin(retentionDays).map((window) => ({
            value: window,
            label: nameOf(window),
          }))}
          value={query.window}
          onChange={show}
        />
      </div>
      {statistics.data !== undefined ? (
        <>
          <Figures statistics={statistics.data} />
          <AttemptsChart statistics={statistics.data} />
        </>
      ) : statistics.isError ? (
        <QueryFailure error={statistics.error} onRetry={() => statistics.refetch()} />
      ) : (
        <Skeleton className="h-34 w-full" />
      )}
    </section>
  );
}
