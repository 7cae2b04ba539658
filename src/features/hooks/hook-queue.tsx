'use client';

import { useTranslations } from 'next-intl';
import { Countdown } from '@/components/countdown';
import { Fact } from '@/components/facts';
import type { QueueView } from './hook-view';

/** The waiting deliveries and the time of the next one, as two of the facts. */
export function HookQueue({ queue }: { queue: QueueView | undefined }) {
  const t = useTranslations('hookStatistics');
  if (queue === undefined) return null;
  const { depth, inFlight, nextAttemptAt } = queue;
  return (
    <>
      <Fact label={t('queue')}>
        <span className="tabular-nums">
          {depth === 0 ? t('queueEmpty') : t('queueDepth', { depth, inFlight })}
        </span>
      </Fact>
      <Fact label={t('nextAttempt')}>
        {nextAttemptAt === null ? (
          <span className="text-muted">{t('nextNone')}</span>
        ) : (
          <Countdown to={nextAttemptAt} />
        )}
      </Fact>
    </>
  );
}
