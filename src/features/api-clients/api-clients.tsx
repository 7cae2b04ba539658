'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import { NoPermission, useAccess } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { type Action, ClientDialog } from './client-dialog';
import type { ClientView } from './client-view';
import { ClientsTable } from './clients-table';
import { type Company, CreateDialog } from './create-dialog';

/** The API clients of a company, for people with its Admin role. */
export function ApiClients({ company, publicUrl }: { company: Company; publicUrl: string }) {
  const t = useTranslations('apiClients');
  const { canWriteHooks } = useAccess();
  const [isCreating, setIsCreating] = useState(false);
  const create = <Button onClick={() => setIsCreating(true)}>{t('create')}</Button>;

  if (!canWriteHooks) return <NoPermission />;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={t('title')} actions={create}>
        {t('text')}{' '}
        <a href="/docs/api" className="link">
          {t('reference')}
        </a>
      </PageHeader>
      <Clients companyId={company.id} publicUrl={publicUrl} />
      {isCreating ? (
        <CreateDialog
          company={company}
          publicUrl={publicUrl}
          onClose={() => setIsCreating(false)}
        />
      ) : null}
    </div>
  );
}

function Clients({ companyId, publicUrl }: { companyId: number; publicUrl: string }) {
  const t = useTranslations('apiClients');
  const trpc = useTRPC();
  const clients = useQuery(trpc.apiClients.list.queryOptions({ companyId }));
  const [chosen, setChosen] = useState<{ action: Action; client: ClientView } | null>(null);
  const items = clients.data?.items;

  if (clients.isError && items === undefined) {
    return <QueryFailure error={clients.error} onRetry={() => clients.refetch()} />;
  }
  if (items?.length === 0) return <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice>;
  return (
    <>
      <ClientsTable clients={items} onAction={(action, client) => setChosen({ action, client })} />
      {chosen === null ? null : (
        <ClientDialog
          {...chosen}
          companyId={companyId}
          publicUrl={publicUrl}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
