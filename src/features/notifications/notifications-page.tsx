'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Notice } from '@/components/notice';
import { PageHeader } from '@/components/page-header';
import { QueryFailure } from '@/components/query-failure';
import { Button } from '@/components/ui/button';
import { useTRPC } from '@/trpc/client';
import { NotificationItem } from './notification-item';
import { useMarkRead } from './use-mark-read';

export function NotificationsPage() {
  const t = useTranslations('notifications');
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions(
      {},
      { getNextPageParam: ({ next }) => next, initialCursor: null },
    ),
  );
  const markRead = useMarkRead();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const latest = items[0];
  const hasUnread = items.some((item) => !item.isRead);

  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          latest && hasUnread ? (
            <Button
              variant="outline"
              size="small"
              aria-disabled={markRead.isPending}
              onClick={() => markRead.mutate({ through: latest.id })}
            >
              {t('markRead')}
            </Button>
          ) : null
        }
      >
        {t('text')}
      </PageHeader>
      {markRead.failure === null ? null : (
        <p role="alert" className="text-failed text-table">
          {markRead.failure}
        </p>
      )}
      {list.isError ? <QueryFailure error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isSuccess && items.length === 0 ? (
        <Notice title={t('emptyTitle')}>{t('emptyText')}</Notice>
      ) : null}
      {items.length > 0 ? (
        <ul className="rounded-md border border-line bg-surface">
          {items.map((item) => (
            <NotificationItem key={item.id} item={item} />
          ))}
        </ul>
      ) : null}
      {list.hasNextPage ? (
        <Button variant="outline" onClick={() => list.fetchNextPage()} className="self-start">
          {t('older')}
        </Button>
      ) : null}
    </>
  );
}
