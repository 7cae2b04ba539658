import { useTranslations } from 'next-intl';
import { Countdown } from '@/components/countdown';
import { UtcTime } from '@/components/utc-time';
import { cn } from '@/lib/cn';
import { AttemptCard } from './attempt-card';
import type { EventDetailsView } from './event-view';

/** The attempts, newest first, below the next one. */
export function AttemptsTimeline({ event }: { event: EventDetailsView }) {
  const t = useTranslations('event');
  const isWaiting = event.finishedAt === null;
  return (
    <section aria-labelledby="attempts" className="flex flex-col gap-2">
      <h2 id="attempts" className="font-medium text-base">
        {t('attempts')}
      </h2>
      {event.attempts.length === 0 ? <p className="text-muted">{t('noAttempts')}</p> : null}
      <ol className="flex flex-col">
        {isWaiting && event.nextAttemptAt ? (
          <Step mark="border-[1.5px] border-waiting bg-canvas">
            <p className="flex flex-wrap gap-x-4 py-2 pl-3 text-table">
              <span className="font-medium">{t('attempt', { n: event.attempts.length + 1 })}</span>
              <Countdown to={event.nextAttemptAt} />
              <span className="ml-auto text-muted">
                <UtcTime at={event.nextAttemptAt} />
              </span>
            </p>
          </Step>
        ) : null}
        {event.attempts.toReversed().map((attempt, index) => (
          <Step key={attempt.n} mark={attempt.outcome === 'success' ? 'bg-ok' : 'bg-failed'}>
            <AttemptCard attempt={attempt} event={event} isOpen={index === 0} />
          </Step>
        ))}
      </ol>
    </section>
  );
}

function Step({ mark, children }: { mark: string; children: React.ReactNode }) {
  return (
    <li className="relative ml-1.5 border-line border-l pb-3 pl-4 last:border-transparent last:pb-0">
      <span
        aria-hidden
        className={cn('absolute top-4 -left-[5px] size-[9px] rounded-full', mark)}
      />
      {children}
    </li>
  );
}
