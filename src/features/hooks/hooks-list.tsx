'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { type Place, useAccess, webhooksPath } from '@/features/places';
import { useTRPC } from '@/trpc/client';
import { HooksTable } from './hooks-table';
import { searchHooks } from './search-hooks';

export function HooksList({ place }: { place: Place }) {
  const t = useTranslations('hooks');
  const trpc = useTRPC();
  const { canWriteHooks } = useAccess();
  const hooks = useQuery(trpc.hooks.list.queryOptions(place));
  const [query, setQuery] = useState('');
  const all = hooks.data?.items;
  const found = all && searchHooks(all, query);

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <PageHeader title={t('title')}>{t('text')}</PageHeader>
        {canWriteHooks ? (
          <Button asChild>
            <Link href={`${webhooksPath(place)}/new`}>{t('createHook')}</Link>
          </Button>
        ) : null}
      </div>
      {hooks.isError && !all ? (
        <QueryFailure error={hooks.error} onRetry={() => hooks.refetch()} />
      ) : null}
      {all?.length === 0 ? <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice> : null}
      {all?.length !== 0 && !(hooks.isError && !all) ? (
        <div className="flex flex-col gap-3">
          <Input
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            placeholder={t('search')}
            aria-label={t('search')}
            className="max-w-80"
          />
          {found?.length === 0 ? (
            <Notice
              role="status"
              title={t('noMatch', { query })}
              action={
                <Button variant="outline" size="small" onClick={() => setQuery('')}>
                  {t('clear')}
                </Button>
              }
            />
          ) : (
            <HooksTable place={place} hooks={found} />
          )}
        </div>
      ) : null}
    </div>
  );
}
