'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { Selection } from './use-selection';

/** What can be done with the chosen rows. */
export function SelectionBar({ path, selection }: { path: string; selection: Selection }) {
  const t = useTranslations('events');
  const ids = [...selection.ids];
  if (ids.length === 0) return null;
  const exported = new URLSearchParams(ids.map((id) => ['id', String(id)]));
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-1 text-table">
      <span role="status">{t('selected', { count: ids.length })}</span>
      <Button asChild variant="quiet" size="small">
        <a href={`${path}/events.csv?${exported}`} download>
          {t('exportSelected')}
        </a>
      </Button>
      <Button variant="quiet" size="small" onClick={() => selection.setAll([])}>
        {t('clearSelection')}
      </Button>
    </div>
  );
}
