'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { useTRPC } from '@/trpc/client';
import { hookPath, type Inspection } from './inspection';
import { InspectorSettings } from './inspector-settings';
import { RequestList } from './request-list';

const LIVE_MS = 2_000;

/** The request inspector: its address, its answers, and the received requests, live. */
export function InspectorPage({ inspectorId, address }: { inspectorId: string; address: string }) {
  const trpc = useTRPC();
  const found = useQuery(
    trpc.inspector.get.queryOptions({ inspectorId }, { refetchInterval: LIVE_MS }),
  );
  const inspection = found.data;
  if (inspection) return <Shown inspection={inspection} address={address} />;
  if (found.isError) {
    return <QueryFailure titleAs="h1" error={found.error} onRetry={() => found.refetch()} />;
  }
  return <Skeleton className="h-96 w-full" />;
}

function Shown({ inspection, address }: { inspection: Inspection; address: string }) {
  const t = useTranslations('inspector');
  const hook = hookPath(inspection);
  return (
    <>
      <PageHeader title={t('title')}>{t('text')}</PageHeader>
      <dl className="grid gap-x-8 gap-y-2 text-table sm:grid-cols-[auto_minmax(0,1fr)]">
        <dt className="text-muted">{t('address')}</dt>
        <dd className="flex min-w-0 items-start gap-1">
          <span className="break-all font-mono text-xs leading-5">{address}</span>
          <CopyButton text={address} label={t('copyAddress')} className="-my-0.5" />
        </dd>
        {hook === null ? null : (
          <>
            <dt className="text-muted">{t('hook')}</dt>
            <dd className="min-w-0 break-words">
              <Link href={hook} className="link">
                {inspection.hookName}
              </Link>
            </dd>
          </>
        )}
      </dl>
      {inspection.canChange ? <InspectorSettings inspection={inspection} /> : null}
      <RequestList inspection={inspection} />
    </>
  );
}
