'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

export type SaveFailure = 'forbidden' | 'conflict' | 'other';

/** Sticks to the bottom of the window. Save is always enabled. The bar names the problems that prevent saving. */
export function SaveBar({
  isSaved,
  isPending,
  failure,
  cancelHref,
  selectedCount,
}: {
  isSaved: boolean;
  isPending: boolean;
  failure: SaveFailure | null;
  cancelHref: string;
  selectedCount: number;
}) {
  const t = useTranslations('hookForm');
  return (
    <div className="sticky bottom-0 z-10 -mx-4 -mb-4 border-line border-t bg-canvas px-4 py-3 md:-mx-8 md:-mb-8 md:px-8">
      {failure ? <Failure failure={failure} /> : null}
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
    other: t('notSaved'),
  };
  return (
    <p role="alert" className="mb-2 max-w-[880px] text-failed">
      {texts[failure]}
    </p>
  );
}
