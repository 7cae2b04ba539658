import { useTranslations } from 'next-intl';
import { Countdown } from '@/components/countdown';
import type { EventDetailsView } from './event-view';
import { CauseSentence } from './reason-sentence';

/** The event's result, its reason, and the next step. */
export function EventSentence({ event }: { event: EventDetailsView }) {
  const t = useTranslations('eventSentence');
  const count = event.attemptCount;
  const next = event.nextAttemptAt;
  return (
    <p className="flex flex-wrap gap-x-1">
      <span>{t(event.status, { count, status: String(event.responseStatus ?? '') })}</span>
      {event.reason ? (
        <span>
          <CauseSentence reason={event.reason} />
        </span>
      ) : null}
      {event.waitsFor === null ? null : <span>{t(event.waitsFor)}</span>}
      {next ? <span>{t.rich('nextTry', { when: () => <Countdown to={next} /> })}</span> : null}
    </p>
  );
}
