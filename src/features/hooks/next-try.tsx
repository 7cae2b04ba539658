'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Countdown } from '@/components/countdown';

/** The time of a failing hook's next attempt. While an attempt runs, the line keeps its height. */
export function NextTry({ at }: { at: Date | null }) {
  const t = useTranslations('healthSentence');
  const format = useFormatter();
  if (at === null) return <p aria-hidden className="min-h-lh" />;
  return (
    <p className="min-h-lh">
      {t('nextTry', {
        at: `${format.dateTime(at, { timeStyle: 'medium', timeZone: 'UTC' })} UTC`,
      })}{' '}
      <span className="text-muted">
        (<Countdown to={at} />)
      </span>
    </p>
  );
}
