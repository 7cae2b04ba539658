'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { Fact, Facts } from '@/components/facts';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { ReasonSentence } from '@/features/events';
import type { Place } from '@/features/places';
import { formatUtc } from '@/lib/utc-time';
import { useTRPC } from '@/trpc/client';
import { HookHealth } from './hook-health';
import type { HookView } from './hook-view';
import { SubscribedTo } from './subscribed-to';

export function HookOverview({ place, hookId }: { place: Place; hookId: number }) {
  const t = useTranslations('hook');
  const trpc = useTRPC();
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...place, hookId }));

  if (hook.data === undefined) {
    if (hook.isError)
      return <QueryFailure titleAs="h1" error={hook.error} onRetry={() => hook.refetch()} />;
    return <Skeleton className="h-48 w-full" />;
  }
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={hook.data.name}>
        <StatusLine hook={hook.data} />
      </PageHeader>
      <section aria-labelledby="overview" className="max-w-[1120px]">
        <h2 id="overview" className="mb-2 font-medium text-base">
          {t('overview')}
        </h2>
        <HookFacts place={place} hook={hook.data} />
      </section>
    </div>
  );
}

function StatusLine({ hook }: { hook: HookView }) {
  const t = useTranslations('healthSentence');
  const isFailing = hook.health === 'failing';
  return (
    <p role="status" className="flex flex-wrap gap-x-1">
      {isFailing && hook.failingSince ? (
        <span>{t('failingSince', { since: formatUtc(hook.failingSince) })}</span>
      ) : null}
      {isFailing && hook.lastError ? (
        <span>
          <ReasonSentence reason={hook.lastError} />
        </span>
      ) : null}
      <span>{t(hook.disabledReason === 'gone' ? 'gone' : hook.health)}</span>
    </p>
  );
}

function HookFacts({ place, hook }: { place: Place; hook: HookView }) {
  const t = useTranslations('hook');
  const format = useFormatter();
  const moment = (at: Date) =>
    format.dateTime(at, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return (
    <Facts>
      <Fact label={t('status')}>
        <HookHealth hook={hook} />
      </Fact>
      <Fact label={t('namespace')}>
        <span className="font-mono">{hook.namespace}</span>
      </Fact>
      <Fact label={t('endpointUrl')}>
        <span className="break-all font-mono">{hook.destinationUrl}</span>
      </Fact>
      <Fact label={t('authorizationHeader')}>
        <span className="break-all font-mono">{authorizationOf(hook.destinationHeaders)}</span>
      </Fact>
      <Fact label={t('subscribedTo')}>
        <SubscribedTo place={place} hookId={hook.id} count={hook.triggerCount} />
      </Fact>
      <Fact label={t('payloadFormat')}>{hook.payloadVersion}</Fact>
      <Fact label={t('creation')}>{moment(hook.createdAt)} UTC</Fact>
      <Fact label={t('lastUpdated')}>{moment(hook.updatedAt)} UTC</Fact>
    </Facts>
  );
}

/** Masked, as headers are wherever they are shown. */
function authorizationOf(headers: HookView['destinationHeaders']): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
}
