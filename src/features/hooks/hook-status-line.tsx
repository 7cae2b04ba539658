'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type HookState, hookState } from '@/domain/hook-state';
import { DAY_MS } from '@/domain/units';
import { CauseSentence } from '@/features/events';
import type { HookView, QueueView } from './hook-view';

const IS_TROUBLE: ReadonlySet<HookState['kind']> = new Set(['failing', 'gone']);

/** A hook's present state in words, with its cause. */
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
  const sentenceOf = useStateSentence(retentionDays);
  const state = hookState(hook);
  const cause = 'cause' in state ? state.cause : null;
  return (
    <p
      role="status"
      className={`flex flex-wrap gap-x-1 ${IS_TROUBLE.has(state.kind) ? 'font-medium text-failed' : ''}`}
    >
      <span>{sentenceOf(state)}</span>
      {cause === null ? null : (
        <span>
          <CauseSentence reason={cause} />
        </span>
      )}
      {queue?.isDiscarding ? <span>{t('discarding')}</span> : null}
    </p>
  );
}

function useStateSentence(retentionDays: number): (state: HookState) => ReactNode {
  const t = useTranslations('healthSentence');
  const format = useFormatter();
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  const day = (at: Date) => format.dateTime(at, { dateStyle: 'long', timeZone: 'UTC' });
  return (state) => {
    switch (state.kind) {
      case 'deleted': {
        const until = new Date(state.at.getTime() + retentionDays * DAY_MS);
        return t('deleted', { at: moment(state.at), until: day(until) });
      }
      case 'disabled':
        if (state.at === null) return t('disabled');
        return state.by === null
          ? t('disabledOn', { at: moment(state.at) })
          : t('disabledBy', { by: state.by, at: moment(state.at) });
      case 'failing':
        return state.since === null
          ? t('failing')
          : t('failingSince', { since: moment(state.since) });
      case 'retrying':
        return state.since === null
          ? t('retrying')
          : t('retryingSince', { since: moment(state.since) });
      case 'lost':
        if (state.since !== null) return t('notYet', { since: moment(state.since) });
        return t(state.hasDelivered ? 'delivering' : 'never_delivered');
      case 'unproven':
        return t('unproven', { since: moment(state.since) });
      case 'tested':
        return t('tested', { at: moment(state.at) });
      default:
        return t(state.kind);
    }
  };
}
