import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Badge, type Tone } from '@/components/ui/badge';
import { UtcTime } from '@/components/utc-time';
import { EventTypeName } from '@/features/events';
import type { Inspection, RequestSummary } from './inspection';
import { RequestDetails } from './request-details';

type Code = RequestSummary['verdict']['code'];

const toneOf = (code: Code): Tone =>
  code === 'verified' ? 'calm' : code === 'no_secret' ? 'off' : 'danger';

/** One request in a line. Its content is loaded when it is opened. */
export function RequestCard({
  inspection,
  request,
  isOpenAtFirst,
}: {
  inspection: Inspection;
  request: RequestSummary;
  isOpenAtFirst: boolean;
}) {
  const t = useTranslations('inspector');
  const [isOpen, setIsOpen] = useState(isOpenAtFirst);
  const { delivery, verdict } = request;
  return (
    <details
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="min-w-0 rounded-md border border-line bg-surface"
    >
      <summary className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-table">
        <span className="min-w-0 break-words font-medium">
          {delivery === null ? (
            request.method
          ) : (
            <>
              {delivery.resourceName} {delivery.resourceId}{' '}
              <span className="font-normal text-muted">
                <EventTypeName type={delivery.eventType} />
              </span>
            </>
          )}
        </span>
        <Badge tone={toneOf(verdict.code)}>
          {t(verdict.code === 'verified' ? 'verified' : 'notVerified')}
        </Badge>
        {request.attempt === null ? null : (
          <span className="tabular-nums">{t('attempt', { n: request.attempt })}</span>
        )}
        <span className="tabular-nums">
          {t('answered', { status: String(request.answeredStatus) })}
        </span>
        <span className="ml-auto text-muted">
          <UtcTime at={request.receivedAt} />
        </span>
      </summary>
      {isOpen ? <RequestDetails inspection={inspection} request={request} /> : null}
    </details>
  );
}
