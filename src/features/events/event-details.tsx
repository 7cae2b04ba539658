'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Fact, Facts } from '@/components/facts';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { UtcTime } from '@/components/utc-time';
import { type Place, webhooksPath } from '@/features/places';
import { useTRPC } from '@/trpc/client';
import { AttemptCard, Code } from './attempt-card';
import { EventTypeName } from './event-type-name';
import type { EventDetailsView } from './event-view';
import { ReasonSentence } from './reason-sentence';
import { StatusBadge } from './status-badge';

type Props = { place: Place; hookId: number; deliveryId: number };

export function EventDetails({ place, hookId, deliveryId }: Props) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const found = useQuery(trpc.deliveries.get.queryOptions({ ...place, hookId, deliveryId }));

  const back = (
    <Link href={`${webhooksPath(place)}/${hookId}`} className="link text-table">
      {t('back')}
    </Link>
  );
  if (found.data === undefined) {
    return (
      <div className="flex flex-col gap-4">
        {back}
        {found.isError ? (
          <QueryFailure titleAs="h1" error={found.error} onRetry={() => found.refetch()} />
        ) : (
          <Skeleton className="h-48 w-full" />
        )}
      </div>
    );
  }
  const event = found.data;
  return (
    <div className="flex max-w-[1120px] flex-col gap-6">
      {back}
      <PageHeader title={`${event.resourceName} ${event.resourceId}`}>
        <p className="flex flex-wrap items-center gap-x-3">
          <EventTypeName type={event.eventType} />
          <StatusBadge status={event.status} />
          <ReasonSentence reason={event.reason} />
        </p>
      </PageHeader>
      <EventFacts event={event} />
      <section aria-labelledby="attempts" className="flex flex-col gap-2">
        <h2 id="attempts" className="font-medium text-base">
          {t('attempts')}
        </h2>
        {event.attempts.length === 0 ? <p className="text-muted">{t('noAttempts')}</p> : null}
        {event.attempts.toReversed().map((attempt, index) => (
          <AttemptCard key={attempt.n} attempt={attempt} isOpen={index === 0} />
        ))}
      </section>
      <Code title={t('payload')} text={JSON.stringify(event.payload, null, 2)} />
    </div>
  );
}

function EventFacts({ event }: { event: EventDetailsView }) {
  const t = useTranslations('event');
  const table = useTranslations('events');
  return (
    <Facts>
      <Fact label={table('timestamp')}>
        <UtcTime at={event.occurredAt} />
      </Fact>
      <Fact label={t('ulid')}>
        <span className="font-mono text-xs">{event.eventUlid}</span>
      </Fact>
      <Fact label={t('eventId')}>
        <span className="font-mono text-xs">{event.eventId}</span>
      </Fact>
      <Fact label={t('deliveryId')}>
        <span className="font-mono text-xs">{event.id}</span>
      </Fact>
      {event.firstAttemptAt ? (
        <Fact label={t('firstAttempt')}>
          <UtcTime at={event.firstAttemptAt} />
        </Fact>
      ) : null}
      {event.nextAttemptAt ? (
        <Fact label={t('nextAttempt')}>
          <UtcTime at={event.nextAttemptAt} />
        </Fact>
      ) : null}
    </Facts>
  );
}
