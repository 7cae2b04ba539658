'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { useTRPC } from '@/trpc/client';

const INTERVAL_MS = 60_000;

/** Says so when deliveries stand still, and what is to be done about it. */
export function SystemBanner() {
  const t = useTranslations('system');
  const format = useFormatter();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.health.queryOptions(undefined, { staleTime: INTERVAL_MS, refetchInterval: INTERVAL_MS }),
  );
  if (data === undefined || data.status === 'ok') return null;
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  return (
    <p
      role="alert"
      className="border-line border-b bg-failed-soft px-4 py-2 text-failed text-table"
    >
      {data.sweptAt === null
        ? t(data.reason)
        : t('engine_silent_since', { at: moment(data.sweptAt) })}
    </p>
  );
}
