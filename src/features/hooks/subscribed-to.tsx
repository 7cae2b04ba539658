'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryFailure } from '@/components/query-failure';
import type { Place } from '@/features/places';
import { useTRPC } from '@/trpc/client';

/** How many events are selected, and on demand which. */
export function SubscribedTo({
  place,
  hookId,
  count,
}: {
  place: Place;
  hookId: number;
  count: number;
}) {
  const t = useTranslations('hook');
  const typeName = useTranslations('eventType');
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const input = { ...place, hookId };
  const triggers = useQuery(trpc.triggers.list.queryOptions(input, { enabled: isOpen }));

  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="flex flex-wrap gap-x-3">
        {t('eventCount', { count })}
        {count > 0 ? <span className="link">{t('viewAll')}</span> : null}
      </summary>
      {triggers.isError ? (
        <QueryFailure error={triggers.error} onRetry={() => triggers.refetch()} />
      ) : null}
      <ul className="mt-1 max-h-60 overflow-y-auto">
        {triggers.data?.items.map((trigger) => (
          <li key={trigger.id}>
            {trigger.resourceName}
            <span className="text-muted"> · {typeName(trigger.eventType)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
