'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

export type SaveFailure = 'forbidden' | 'conflict' | 'stale' | 'other';

/** Sticks to the bottom of the window. Save is always enabled. The bar names the problems that prevent saving. */
export function SaveBar({
  isSaved,
  isPending,
  failure,
  cancelHref,
  selectedCount,
  onOverwrite,
}: {
  isSaved: boolean;
  isPending: boolean;
  failure: SaveFailure | null;
  cancelHref: string;
  selectedCount: number;
  /** Saves although another person has changed the hook. */
  onOverwrite: () => void;
}) {
  const t = useTranslations('hookForm');
  return (
    <div className="sticky bottom-0 z-10 -mx-4 -mb-4 border-line border-t bg-canvas px-4 py-3 md:-mx-8 md:-mb-8 md:px-8">
      {failure ? <Failure failure={failure} /> : null}
      {failure === 'stale' ? (
        <div className="mb-2 flex max-w-[880px] flex-wrap gap-2">
          <Button asChild variant="outline" size="small">
            <Link href={cancelHref} target="_blank">
              {t('showSaved')}
            </Link>
          </Button>
          <Button variant="outline" size="small" aria-disabled={isPending} onClick={onOverwrite}>
            {t('overwrite')}
          </Button>
        </div>
      ) : null}
      <div className="flex max-w-[880px] flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-muted text-table">
          {selectedCount === 0 ? t('nothingSent') : t('eventsSent', { count: selectedCount })}
        </p>
        <Button asChild variant="outline">
          <Link href={cancelHref}>{t('cancel')}</Link>
        </Button>
        <Button type="submit" aria-disabled={isPending}>
          {isPending ? t('saving') : t(isSaved ? 'save' : 'create')}
        </Button>
      </div>
    </div>
  );
}

function Failure({ failure }: { failure: SaveFailure }) {
  const t = useTranslations('hookForm');
  const texts: Record<SaveFailure, string> = {
    forbidden: t('forbidden'),
    conflict: t('conflict'),
    stale: t('stale'),
    other: t('notSaved'),
  };
  return (
    <p role="alert" className="mb-2 max-w-[880px] text-failed">
      {texts[failure]}
    </p>
  );
}
