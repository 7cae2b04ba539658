'use client';

import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useTRPC } from '@/trpc/client';

const INTERVAL_MS = 60_000;
const SHOWN_MAX = 99;

export function NotificationBell() {
  const t = useTranslations('notifications');
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.notifications.unreadCount.queryOptions(undefined, {
      staleTime: INTERVAL_MS,
      refetchInterval: INTERVAL_MS,
    }),
  );
  const count = data?.unread ?? 0;
  return (
    <Button asChild variant="quiet" size="icon" className="relative">
      <Link href="/notifications" aria-label={count === 0 ? t('title') : t('bell', { count })}>
        <Bell aria-hidden />
        {count > 0 ? (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-failed px-1 text-center font-medium text-[10px] text-surface leading-4"
          >
            {count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}
          </span>
        ) : null}
      </Link>
    </Button>
  );
}
