'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FINISHED_STATUSES } from '@/domain/redelivery';
import { type Tenant, useAccess } from '@/features/tenants';
import type { EventsPage } from './event-view';
import { type EventsFilter, filterInput, filterParams } from './events-query';
import { type Choice, RedeliverDialog } from './redelivery/redeliver-dialog';
import type { Selection } from './use-selection';

/** Exports or redelivers the chosen rows, or all rows that match the filter. */
export function SelectionBar({
  tenant,
  hookId,
  path,
  selection,
  filter,
  page,
}: {
  tenant: Tenant;
  hookId: number;
  path: string;
  selection: Selection;
  filter: EventsFilter;
  page: EventsPage | undefined;
}) {
  const t = useTranslations('events');
  const words = useTranslations('redelivery');
  const { canWriteDeliveries } = useAccess();
  const [isRedelivering, setIsRedelivering] = useState(false);
  const ids = [...selection.ids];
  if (ids.length === 0 || page === undefined) return null;
  const { isAll } = selection;
  const { count, isCapped } = page.total;
  const isWholePage = selection.stateOf(page.items.map(({ id }) => id)) === true;
  const exported = isAll
    ? filterParams(filter)
    : new URLSearchParams(ids.map((id) => ['id', String(id)]));
  const chosen = isAll ? matching(filter) : { ids };
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-1 text-table">
      <span role="status">
        {!isAll
          ? t('selected', { count: ids.length })
          : isCapped
            ? words('manySelected')
            : words('allSelected', { count })}
      </span>
      {isWholePage && !isAll && count > ids.length ? (
        <Button variant="quiet" size="small" onClick={selection.chooseAll}>
          {isCapped ? words('selectMany') : words('selectMatching', { count })}
        </Button>
      ) : null}
      <Button asChild variant="quiet" size="small">
        <a href={`${path}/events.csv?${exported}`} download>
          {t('exportSelected')}
        </a>
      </Button>
      {canWriteDeliveries && chosen !== null ? (
        <Button variant="quiet" size="small" onClick={() => setIsRedelivering(true)}>
          {isAll ? words('redeliver') : words('redeliverCount', { count: ids.length })}
        </Button>
      ) : null}
      <Button variant="quiet" size="small" onClick={() => selection.setAll([])}>
        {t('clearSelection')}
      </Button>
      {isRedelivering && chosen !== null ? (
        <RedeliverDialog
          tenant={tenant}
          hookId={hookId}
          choice={chosen}
          onClose={() => setIsRedelivering(false)}
        />
      ) : null}
    </div>
  );
}

/** The finished events of a filter; null if it has only events that are on their way. */
function matching(filter: EventsFilter): Choice | null {
  const { statuses = [], ...others } = filterInput(filter);
  if (statuses.length === 0) return others;
  const finished = FINISHED_STATUSES.filter((status) => statuses.includes(status));
  return finished.length === 0 ? null : { ...others, statuses: finished };
}
