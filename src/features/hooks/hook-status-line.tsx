'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { DAY_MS } from '@/domain/units';
import { ReasonSentence } from '@/features/events';
import { hookSentence } from './hook-sentence';
import type { HookView, QueueView } from './hook-view';

/** A hook's present state, and its reason. */
export function HookStatusLine({
  hook,
  queue,
  retentionDays,
}: {
  hook: HookView;
  queue: QueueView | undefined;
  retentionDays: number;
}) {
  const t = useTranslations('healthSentence');
  const format = useFormatter();
  const { key, since, reason, isDiscarding } = hookSentence(hook, queue);
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  const day = (at: Date) => format.dateTime(at, { dateStyle: 'long', timeZone: 'UTC' });

  if (key === 'deleted' && since !== null) {
    const until = new Date(since.getTime() + retentionDays * DAY_MS);
    return <p role="status">{t('deleted', { at: moment(since), until: day(until) })}</p>;
  }
  return (
    <p role="status" className="flex flex-wrap gap-x-1">
      {since === null ? null : (
        <span>
          {key === 'failing'
            ? t('failingSince', { since: moment(since) })
            : t('retryingSince', { since: moment(since) })}
        </span>
      )}
      {reason === null ? null : (
        <span>
          <ReasonSentence reason={reason} />
        </span>
      )}
      {since === null ? <span>{t(key === 'deleted' ? 'disabled' : key)}</span> : null}
      {isDiscarding ? <span>{t('discarding')}</span> : null}
    </p>
  );
}
