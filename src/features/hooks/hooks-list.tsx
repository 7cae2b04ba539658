'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import { RedeliveryProgress, ResourceSearch } from '@/features/events';
import { type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { changeAddress, useAddress } from '@/lib/use-address';
import { arrangeHooks } from './arrange-hooks';
import { EVERY_HOOK, formatHooksQuery, type HooksQuery, parseHooksQuery } from './hooks-query';
import { HooksTable } from './hooks-table';
import { HooksToolbar } from './hooks-toolbar';
import { LostInTenant } from './lost-in-tenant';
import { NoHooks } from './no-hooks';
import { useHooks } from './use-hooks';

export function HooksList({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('hooks');
  const { canWriteHooks } = useAccess();
  const path = webhooksPath(tenant);
  const query = parseHooksQuery(useAddress(path).query);
  const show = (next: HooksQuery) => changeAddress('replace', `${path}${formatHooksQuery(next)}`);

  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title={t('title')}
        actions={
          canWriteHooks ? (
            <Button asChild>
              <Link href={`${path}/new`}>{t('createHook')}</Link>
            </Button>
          ) : null
        }
      >
        {t('text')}{' '}
        <Link href="/help/webhooks" className="link">
          {t('learnMore')}
        </Link>
      </PageHeader>
      <Hooks tenant={tenant} query={query} onChange={show} />
    </div>
  );
}

function Hooks({
  tenant,
  query,
  onChange,
}: {
  tenant: Tenant;
  query: HooksQuery;
  onChange: (query: HooksQuery) => void;
}) {
  const t = useTranslations('hooks');
  const { hooks, all, activity } = useHooks(tenant, query);
  const found = all && arrangeHooks(all, query);

  if (hooks.isError && all === undefined) {
    return <QueryFailure error={hooks.error} onRetry={() => hooks.refetch()} />;
  }
  const isDeletedAsked = query.status === 'deleted';
  if (all?.length === 0 && !isDeletedAsked) return <NoHooks tenant={tenant} onChange={onChange} />;
  return (
    <div className="flex flex-col gap-3">
      <LostInTenant tenant={tenant} hooks={all ?? []} />
      <RedeliveryProgress tenant={tenant} hookId={null} />
      <HooksToolbar query={query} onChange={onChange} />
      {query.resourceId !== '' ? (
        <ResourceSearch tenant={tenant} resourceId={query.resourceId} />
      ) : found?.length === 0 ? (
        <Notice
          role="status"
          title={isDeletedAsked && all?.length === 0 ? t('noneDeleted') : t('noMatch')}
          action={
            <Button variant="outline" size="small" onClick={() => onChange(EVERY_HOOK)}>
              {t('clear')}
            </Button>
          }
        />
      ) : (
        <HooksTable
          tenant={tenant}
          hooks={found}
          activity={activity}
          sort={query.sort}
          onSort={(sort) => onChange({ ...query, sort })}
        />
      )}
    </div>
  );
}
