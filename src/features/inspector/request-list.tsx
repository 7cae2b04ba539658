import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Notice } from '@/components/notice';
import { Button } from '@/components/ui/button';
import { REQUESTS_KEPT } from '@/domain/inspection';
import { ClearDialog } from './clear-dialog';
import { hookPath, type Inspection } from './inspection';
import { RequestCard } from './request-card';

/** The received requests, latest first. The count announces requests that arrive while the page is open. */
export function RequestList({ inspection }: { inspection: Inspection }) {
  const t = useTranslations('inspector');
  const { requests } = inspection;
  const [isClearing, setIsClearing] = useState(false);
  const hook = hookPath(inspection);
  // Open at first: the latest existing request, or without one the first that arrives.
  const opened = useRef<number | null>(null);
  opened.current ??= requests[0]?.id ?? null;
  return (
    <section aria-label={t('requests')} className="flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3">
        <h2 className="font-medium text-base">{t('requests')}</h2>
        <p role="status" className="text-muted text-table tabular-nums">
          {t('count', { count: requests.length, max: REQUESTS_KEPT })}
        </p>
        {inspection.canChange && requests.length > 0 ? (
          <Button
            variant="outline"
            size="small"
            className="ml-auto"
            onClick={() => setIsClearing(true)}
          >
            {t('clear')}
          </Button>
        ) : null}
      </div>
      {requests.length === 0 ? (
        <Notice
          title={t('noneTitle')}
          action={
            hook === null ? null : (
              <Button asChild variant="outline" size="small">
                <Link href={hook}>{t('toHook')}</Link>
              </Button>
            )
          }
        >
          {t('noneText')}
        </Notice>
      ) : null}
      {requests.map((request) => (
        <RequestCard
          key={request.id}
          inspection={inspection}
          request={request}
          isOpenAtFirst={request.id === opened.current}
        />
      ))}
      <ClearDialog
        inspection={inspection}
        isOpen={isClearing}
        onClose={() => setIsClearing(false)}
      />
    </section>
  );
}
