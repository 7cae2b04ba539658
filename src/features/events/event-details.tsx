'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/code-block';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { AttemptsTimeline } from './attempts-timeline';
import { CopyAsCurl } from './copy-as-curl';
import { EventFacts } from './event-facts';
import { EventNavigation } from './event-navigation';
import { EventSentence } from './event-sentence';
import { EventTypeName } from './event-type-name';
import type { EventsQuery } from './events-query';
import { RedeliverButton } from './redeliver-button';
import { SignatureHelp } from './signature-help';
import { StatusBadge } from './status-badge';
import { TestMark } from './test-mark';

type Props = {
  tenant: Tenant;
  hookId: number;
  deliveryId: number;
  /** The query of the table that the event was opened from. It decides the previous and the next event. */
  query: EventsQuery;
  onGo: (deliveryId: number) => void;
  /** A page's heading or a panel's title. */
  title: (text: string) => React.ReactNode;
  corner?: React.ReactNode;
};

const LIVE_MS = 3_000;

/** Everything about one event on its way to a hook, both in a panel and on its own page. */
export function EventDetails({ tenant, hookId, deliveryId, query, onGo, title, corner }: Props) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const address = { ...tenant, hookId, deliveryId };
  const found = useQuery(
    trpc.deliveries.get.queryOptions(address, {
      // An unfinished delivery is loaded again until it is finished.
      refetchInterval: ({ state }) => (state.data?.finishedAt === null ? LIVE_MS : false),
    }),
  );
  const event = found.data;
  return (
    <article className="flex flex-col gap-6 p-4 sm:p-6" aria-busy={event === undefined}>
      <header className="flex flex-col gap-3">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            {title(event ? `${event.resourceName} ${event.resourceId}` : t('title'))}
            {event ? (
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <EventTypeName type={event.eventType} />
                <StatusBadge status={event.status} />
                {event.isTest ? <TestMark /> : null}
              </p>
            ) : null}
          </div>
          <div className="flex shrink-0 items-center gap-1">
            <EventNavigation address={address} query={query} onGo={onGo} />
            {corner}
          </div>
        </div>
        {event ? <EventSentence event={event} /> : null}
        {event ? (
          <div className="flex flex-wrap gap-2">
            <RedeliverButton tenant={tenant} event={event} />
            <CopyAsCurl tenant={tenant} event={event} />
          </div>
        ) : null}
      </header>
      {event === undefined && found.isError ? (
        <QueryFailure error={found.error} onRetry={() => found.refetch()} />
      ) : null}
      {event === undefined && !found.isError ? <Skeleton className="h-96 w-full" /> : null}
      {event ? (
        <>
          <AttemptsTimeline event={event} />
          {event.attempts.length === 0 ? (
            <CodeBlock title={t('payload')} text={event.payload} />
          ) : null}
          <SignatureHelp event={event} />
          <EventFacts event={event} />
        </>
      ) : null}
    </article>
  );
}
