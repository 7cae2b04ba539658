'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import type { HealthCode } from '@/domain/system-health';
import { useTRPC } from '@/trpc/client';

const INTERVAL_MS = 60_000;

/** The words for a reason. Their readers can only inform an operator. */
const TEXTS = {
  database_unreachable: 'database_unreachable',
  database_refuses: 'database_unreachable',
  database_memory: 'database_unreachable',
  database_connections: 'database_unreachable',
  database_slow: 'database_unreachable',
  database_full: 'database_full',
  database_read_only: 'database_read_only',
  database_not_migrated: 'database_not_migrated',
  database_differs: 'database_not_migrated',
  routines_differ: 'database_not_migrated',
  partitions_missing: 'database_not_migrated',
  clock_off: 'clock_off',
  clock_skew: 'clock_off',
  engine_silent: 'engine_silent',
  inngest_unreachable: 'inngest_unreachable',
  inngest_not_registered: 'inngest_unreachable',
  file_limit: 'engine_slowed',
  memory: 'engine_slowed',
  internal: 'engine_paused',
  purge_refused: 'engine_paused',
  no_route: 'network_away',
  resolver: 'network_away',
} as const satisfies Record<HealthCode, string>;

/** Reports that deliveries have stopped, and the remedy. */
export function SystemBanner() {
  const t = useTranslations('system');
  const format = useFormatter();
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.health.queryOptions(undefined, { staleTime: INTERVAL_MS, refetchInterval: INTERVAL_MS }),
  );
  const reason = data?.reasons[0];
  if (data === undefined || reason === undefined) return null;
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  const { engine, sweptAt } = data;
  return (
    <p
      role="alert"
      className="border-line border-b bg-failed-soft px-4 py-2 text-failed text-table"
    >
      {reason.code === 'engine_silent'
        ? t('engine_silent', {
            engine,
            since: sweptAt ? 'known' : 'never',
            at: sweptAt ? moment(sweptAt) : '',
          })
        : t(TEXTS[reason.code])}
    </p>
  );
}
