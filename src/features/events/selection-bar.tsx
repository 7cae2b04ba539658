'use client';

import { useTranslations } from 'next-intl';
import { toast } from '@/components/toaster';
import { Button } from '@/components/ui/button';
import { type Tenant, useAccess } from '@/features/tenants';
import { useRedeliverAll } from './use-redeliver-all';
import type { Selection } from './use-selection';

/** The actions on the chosen rows. */
export function SelectionBar({
  tenant,
  hookId,
  path,
  selection,
}: {
  tenant: Tenant;
  hookId: number;
  path: string;
  selection: Selection;
}) {
  const t = useTranslations('events');
  const { canWriteDeliveries } = useAccess();
  const { progress, redeliverAll } = useRedeliverAll(tenant, hookId);
  const ids = [...selection.ids];
  if (ids.length === 0) return null;
  const exported = new URLSearchParams(ids.map((id) => ['id', String(id)]));

  async function redeliver() {
    if (progress !== null) return;
    const { done, left } = await redeliverAll(ids);
    toast(t('redeliveredSome', { done, left }));
    selection.setAll([]);
  }
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-1 text-table">
      <span role="status">
        {progress === null
          ? t('selected', { count: ids.length })
          : t('redelivering', { done: progress.done + progress.left, count: progress.count })}
      </span>
      <Button asChild variant="quiet" size="small">
        <a href={`${path}/events.csv?${exported}`} download>
          {t('exportSelected')}
        </a>
      </Button>
      {canWriteDeliveries ? (
        <Button
          variant="quiet"
          size="small"
          aria-disabled={progress !== null}
          onClick={() => void redeliver()}
        >
          {t('redeliverSelected', { count: ids.length })}
        </Button>
      ) : null}
      <Button variant="quiet" size="small" onClick={() => selection.setAll([])}>
        {t('clearSelection')}
      </Button>
    </div>
  );
}
