import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { Fact, Facts } from '@/components/facts';
import { UtcTime } from '@/components/utc-time';
import type { EventDetailsView } from './event-view';

export function EventFacts({ event }: { event: EventDetailsView }) {
  const t = useTranslations('event');
  const table = useTranslations('events');
  const copy = useTranslations('copy');
  const ids = [
    [t('ulid'), event.eventUlid],
    [t('eventId'), String(event.eventId)],
    [t('deliveryId'), String(event.id)],
  ] as const;
  return (
    <Facts>
      <Fact label={table('timestamp')}>
        <UtcTime at={event.occurredAt} />
      </Fact>
      {event.firstAttemptAt ? (
        <Fact label={t('firstAttempt')}>
          <UtcTime at={event.firstAttemptAt} />
        </Fact>
      ) : null}
      {ids.map(([label, id]) => (
        <Fact key={label} label={label}>
          <span className="inline-flex items-center gap-1 break-all font-mono text-xs">
            {id}
            <CopyButton text={id} label={copy('named', { what: label })} />
          </span>
        </Fact>
      ))}
    </Facts>
  );
}
