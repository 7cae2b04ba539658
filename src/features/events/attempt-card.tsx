import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/code-block';
import { UtcTime } from '@/components/utc-time';
import { cn } from '@/lib/cn';
import type { AttemptView, EventDetailsView } from './event-view';
import { ReasonSentence } from './reason-sentence';
import { TimingBar } from './timing-bar';

/** One request and its answer, side by side. */
export function AttemptCard({
  attempt,
  event,
  isOpen,
}: {
  attempt: AttemptView;
  event: EventDetailsView;
  isOpen: boolean;
}) {
  const t = useTranslations('event');
  const isSuccess = attempt.outcome === 'success';
  const milliseconds = attempt.finishedAt && Number(attempt.finishedAt) - Number(attempt.startedAt);
  return (
    <details open={isOpen} className="rounded-md border border-line bg-surface">
      <summary className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-table">
        <span className="font-medium">{t('attempt', { n: attempt.n })}</span>
        <span className={cn(!isSuccess && 'font-medium text-failed')}>
          {attempt.responseStatus === null
            ? t('noResponse')
            : t('httpStatus', { status: String(attempt.responseStatus) })}
        </span>
        {milliseconds === null ? null : (
          <span className="tabular-nums text-muted">{t('duration', { milliseconds })}</span>
        )}
        <span className="ml-auto text-muted">
          <UtcTime at={attempt.startedAt} />
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        {attempt.error ? (
          <p>
            <ReasonSentence reason={attempt.error} />
          </p>
        ) : null}
        <TimingBar timing={attempt.timing} remoteAddress={attempt.remoteAddress} />
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-2">
            <CodeBlock title={t('requestHeaders')} text={headerLines(attempt.requestHeaders)} />
            <CodeBlock title={t('requestBody')} text={event.payload} />
          </div>
          <div className="flex min-w-0 flex-col gap-2">
            <CodeBlock title={t('responseHeaders')} text={headerLines(attempt.responseHeaders)} />
            <CodeBlock title={t('responseBody')} text={attempt.responseBody} />
            {attempt.isResponseTruncated ? (
              <p className="text-muted text-xs">{t('truncated')}</p>
            ) : null}
          </div>
        </div>
      </div>
    </details>
  );
}

function headerLines(headers: AttemptView['requestHeaders']): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}
