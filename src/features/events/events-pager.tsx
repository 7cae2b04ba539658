'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { EVENTS_PER_PAGE } from './events-query';

export function EventsPager({
  page,
  shown,
  total,
  isCapped,
  onPrevious,
  onNext,
}: {
  page: number;
  /** Rows on this page. */
  shown: number;
  total: number;
  isCapped: boolean;
  /** Null if there is no such page. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
}) {
  const t = useTranslations('events');
  const first = (page - 1) * EVENTS_PER_PAGE + 1;
  const last = first + shown - 1;
  return (
    <nav aria-label={t('pager')} className="flex items-center justify-end gap-2 text-table">
      <span role="status" className="tabular-nums text-muted">
        {t(isCapped ? 'rangeCapped' : 'range', { first, last, total: Math.max(total, last) })}
      </span>
      <Button
        variant="outline"
        size="icon"
        aria-label={t('previous')}
        disabled={onPrevious === null}
        onClick={() => onPrevious?.()}
      >
        <ChevronLeft aria-hidden />
      </Button>
      <Button
        variant="outline"
        size="icon"
        aria-label={t('next')}
        disabled={onNext === null}
        onClick={() => onNext?.()}
      >
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
