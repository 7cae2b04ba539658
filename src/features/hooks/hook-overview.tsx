'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { RedeliveryProgress } from '@/features/events';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { type Action, ActionDialog, HookActions } from './actions/hook-actions';
import { HookFacts } from './hook-facts';
import { HookStatusLine } from './hook-status-line';
import type { HookView } from './hook-view';
import { LostEvents } from './lost-events';
import { NextTry } from './next-try';
import { HookStatistics } from './statistics/hook-statistics';
import { TryNow } from './try-now';

const POLL_MS = 15_000;
const POLL_BUSY_MS = 5_000;

const isInTrouble = (hook: HookView | undefined) =>
  hook?.health === 'failing' || hook?.health === 'retrying';

/** Loads again in the background while it is visible, more often while a delivery is on its way. */
export function HookOverview({
  tenant,
  hookId,
  retentionDays,
  publicUrl,
}: {
  tenant: Tenant;
  hookId: number;
  retentionDays: number;
  publicUrl: string;
}) {
  const t = useTranslations('hook');
  const trpc = useTRPC();
  const address = { ...tenant, hookId };
  const [action, setAction] = useState<Action | null>(null);
  const hook = useQuery(
    trpc.hooks.get.queryOptions(address, {
      refetchInterval: ({ state }) => (isInTrouble(state.data) ? POLL_BUSY_MS : POLL_MS),
    }),
  );
  const isDeleted = hook.data?.deletedAt != null;
  const queue = useQuery(
    trpc.hooks.queue.queryOptions(address, {
      enabled: hook.data !== undefined && !isDeleted,
      refetchInterval: ({ state }) =>
        isInTrouble(hook.data) || (state.data?.depth ?? 0) > 0 ? POLL_BUSY_MS : POLL_MS,
    }),
  );

  if (hook.data === undefined) {
    if (hook.isError)
      return <QueryFailure titleAs="h1" error={hook.error} onRetry={() => hook.refetch()} />;
    return <Skeleton className="h-48 w-full" />;
  }
  const shown = { tenant, hook: hook.data, queue: queue.data, publicUrl };
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={hook.data.name}
        actions={isDeleted ? null : <HookActions {...shown} onAction={setAction} />}
      >
        {hook.data.lost === null || isDeleted ? null : (
          <LostEvents tenant={tenant} hook={hook.data} lost={hook.data.lost} />
        )}
        <HookStatusLine hook={hook.data} queue={queue.data} retentionDays={retentionDays} />
        {isInTrouble(hook.data) && !isDeleted ? (
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <TryNow tenant={tenant} hook={hook.data} onDisable={() => setAction('disable')} />
            <NextTry at={hook.data.nextTryAt} />
          </div>
        ) : null}
      </PageHeader>
      {isDeleted ? null : <RedeliveryProgress tenant={tenant} hookId={hookId} />}
      <section
        aria-labelledby="overview"
        className="grid gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <h2 id="overview" className="sr-only">
          {t('overview')}
        </h2>
        <HookFacts tenant={tenant} hook={hook.data} queue={queue.data} />
        <HookStatistics tenant={tenant} hookId={hookId} retentionDays={retentionDays} />
      </section>
      {action === null ? null : (
        <ActionDialog
          action={action}
          tenant={tenant}
          hook={hook.data}
          publicUrl={publicUrl}
          onClose={() => setAction(null)}
        />
      )}
    </div>
  );
}
